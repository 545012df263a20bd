import { readFileSync } from 'node:fs';
import readline from 'node:readline';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { AdapterFactory } from './adapter.mjs';
import { asPrismaError, createDatabase } from './database.mjs';
import { lastPanic, loadEngine } from './engine.mjs';
import { logLine } from './log.mjs';

/** Our own requests to the CLI (`print`) must not meet an id of its requests to us. */
const firstPrintId = 1_000_000;
const renamed = { getDatabaseVersion: 'version' };

/** Answers JSON-RPC on stdin and stdout, one request after the other, until stdin ends. */
export function serve({ datamodels, datasource }) {
  const base = new AdapterFactory(datasource);
  const session = { base, factory: bindMigrationAwareSqlAdapterFactory(base), datamodels, datasource, prints: 0 };
  // A panic of the engine comes from a callback, outside the call that it belongs to; unanswered, the CLI would end with 0.
  process.once('uncaughtException', (error) => {
    sendError(session.requestId, { message: lastPanic() ?? error.message });
    process.exitCode = 1;
  });
  let last = Promise.resolve();
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const message = line.trim() === '' ? {} : JSON.parse(line);
    // What has no method acknowledges a `print` of ours.
    if (message.method !== undefined) last = last.then(() => answer(session, message));
  });
  lines.on('close', () => void last.finally(() => process.exit(0)));
}

async function answer(session, { id, method, params }) {
  session.requestId = id;
  try {
    const result = method === 'createDatabase' ? await create(session) : await call(session, method, params ?? {});
    send({ id, result: result ?? null });
  } catch (cause) {
    sendError(id, asPrismaError(originOf(session, cause), session.datasource.url));
  }
}

async function create({ datasource }) {
  return { databaseName: await createDatabase(datasource.url) };
}

async function call(session, method, params) {
  session.base.worksOffline = method === 'diff';
  session.engine ??= openEngine(session);
  const engine = await session.engine;
  const result = await engine[renamed[method] ?? method](params);
  if (method !== 'diff' || typeof result?.stdout !== 'string') return result;
  // The native engine prints a diff through the CLI instead of returning it.
  session.prints += 1;
  send({ id: firstPrintId + session.prints, method: 'print', params: { content: result.stdout } });
  return { exitCode: result.exitCode, stdout: null };
}

async function openEngine({ datamodels, factory }) {
  const SchemaEngine = await loadEngine();
  const files = datamodels.map((file) => [file, readFileSync(file, 'utf8')]);
  const log = (message) => logLine('INFO', { message: String(message) });
  return SchemaEngine.new({ datamodels: files.length > 0 ? files : undefined }, log, factory);
}

/** The engine wraps what the adapter threw and keeps the original in a registry. */
function originOf({ factory }, cause) {
  const registry = factory.errorRegistry;
  const found = registry?.lookupError?.(cause) ?? (cause?.cause && registry?.lookupError?.(cause.cause));
  const origin = found?.error ?? found ?? cause;
  return { message: String(origin?.message ?? origin), code: origin?.code, meta: origin?.meta };
}

function sendError(id, { message, code, meta = null }) {
  const data = { is_panic: false, message, error_code: code, meta };
  send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
