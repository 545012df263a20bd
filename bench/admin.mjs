// npm run bench:admin [-- --rows N --samples N --rounds N]: how long the admin's lists and reports take over a ledger of N calls, and what
// they leave in its memory; of further rounds the memory alone is told. Outside npm test.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAdmin } from './admin-process.mjs';
import { LISTS } from './admin-lists.mjs';
import { KEYS, seed, TEAMS } from './admin-seed.mjs';
import { Processes, usage } from './processes.mjs';
import { startPostgres } from '../tools/lib/services/postgres.mjs';

/** What each list has to keep to, milliseconds at the 95th percentile. */
const TARGET_MS = 300;
/** A list that has taken so long in all is far above that: fewer samples say so as well. */
const PATIENCE_MS = 10_000;
const MIB = 1024 * 1024;

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    samples: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const rows = Number(values.rows);
const samples = Number(values.samples);

const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-admin-'));
const processes = new Processes();
const database = await startPostgres();
let closing;
/** Once, however often it is called: an interrupted run is ended by the signal and by its own failure. */
const close = () => (closing ??= end());
process.once('SIGINT', () => void close().then(() => process.exit(130)));

try {
  writeFileSync(join(folder, 'config.yaml'), 'model_list: []\n');
  // its start brings the schema
  const admin = await startAdmin(processes, folder, database.url);
  const began = performance.now();
  const sizes = await seed(database.url, rows, (done) => process.stderr.write(`\rseeding: ${done} of ${rows} calls`));
  process.stderr.write('\n');
  console.log(
    `${rows} calls, ${KEYS} keys, ${TEAMS} teams: ${sizes.daily} and ${sizes.labels} daily sums, ` +
      `${Math.round(sizes.bytes / MIB)} MiB, seeded in ${Math.round((performance.now() - began) / 1000)} s`,
  );
  const memory = [await residentMib(admin)];
  const measured = await measureAll(admin);
  memory.push(await residentMib(admin));
  for (let round = 2; round <= Number(values.rounds); round += 1) {
    await measureAll(admin);
    memory.push(await residentMib(admin));
  }
  console.log(table(measured));
  console.log(`resident memory of the admin, before and after each round: ${memory.join(', ')} MiB`);
  const late = measured.filter(({ p95 }) => p95 > TARGET_MS);
  console.log(
    late.length === 0 ? `all within ${TARGET_MS} ms` : `${late.length} of ${measured.length} above ${TARGET_MS} ms`,
  );
} finally {
  await close();
}

async function end() {
  await processes.stopAll();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measureAll(admin) {
  const measured = [];
  for (const list of LISTS.filter(({ name }) => values.only === undefined || name.includes(values.only)))
    for (const page of list.pages === undefined ? ['only'] : ['first', 'last'])
      measured.push(await measure(admin, list, page));
  return measured;
}

async function measure(admin, list, page) {
  const times = [];
  let status = 200;
  const began = performance.now();
  for (let n = 0; n < samples && performance.now() - began < PATIENCE_MS; n += 1) {
    const asked = list.ask(n);
    const last = page === 'last' ? list.pages(...(await read(admin, asked)).told) : 1;
    const at = page === 'last' && last > 1 ? paged(asked, last) : asked;
    const { ms, code } = await read(admin, at);
    times.push(ms);
    if (code !== 200) status = code;
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { name: list.name, page, p50: at(0.5), p95: at(0.95), status };
}

function paged(asked, page) {
  return `${asked}${asked.includes('?') ? '&' : '?'}page=${page}`;
}

/** Until the whole answer is read. */
async function read({ origin, key }, asked) {
  const [path, body] = Array.isArray(asked) ? asked : [asked];
  const began = performance.now();
  const response = await fetch(origin + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const ms = performance.now() - began;
  return { ms, code: response.status, told: [JSON.parse(text), response.headers] };
}

function table(measured) {
  const lines = measured.map(
    ({ name, page, p50, p95, status }) =>
      `| ${name} | ${page} | ${p50.toFixed(0)} | ${p95.toFixed(0)}${p95 > TARGET_MS ? ' (!)' : ''}${status === 200 ? '' : ` (${status})`} |`,
  );
  return ['| list | page | p50 ms | p95 ms |', '|---|---|---|---|', ...lines].join('\n');
}

async function residentMib({ child }) {
  return Math.round((await usage(child)).rss / MIB);
}
