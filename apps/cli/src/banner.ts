import { relative, sep } from 'node:path';
import type { MasterKey } from './master-key.js';

export interface BannerInput {
  readonly address: string;
  readonly version: string;
  readonly database: string;
  readonly models: readonly string[];
  readonly modelOrigins: readonly string[];
  readonly masterKey: MasterKey;
  readonly noAuth: boolean;
  readonly startedInMs: number;
}

const MODELS_SHOWN = 12;

/** The few lines of a start: where it listens, which models and why, where the key is, and a first request that works as pasted. */
export function banner(input: BannerInput): readonly string[] {
  const shown = input.models.slice(0, MODELS_SHOWN).join(', ');
  const more = input.models.length > MODELS_SHOWN ? ` and ${input.models.length - MODELS_SHOWN} more` : '';
  return [
    `Tollgate ${input.version} listening on ${input.address} (Node ${process.version}, ${input.database}, ready in ${input.startedInMs} ms)`,
    `Set models: ${shown === '' ? 'none' : shown}${more} (${input.modelOrigins.join(', ')})`,
    `Master key: ${keyLine(input)}`,
    ...(input.models.length === 0 ? [] : ['First request:', `  ${firstRequest(input)}`]),
    `API and documentation: ${input.address}/docs`,
  ];
}

function keyLine({ masterKey, noAuth }: BannerInput): string {
  const open = noAuth ? '; --no-auth: any key or none is served' : '';
  if (masterKey.origin.kind === 'given') return `given${open}`;
  return `${masterKey.origin.created ? 'generated into' : 'read from'} ${shortPath(masterKey.origin.path)}${open}`;
}

function firstRequest({ address, models, masterKey }: BannerInput): string {
  const key = masterKey.origin.kind === 'given' ? '$MASTER_KEY' : `$(cat ${quote(shortPath(masterKey.origin.path))})`;
  const model = models.find((name) => !name.includes('*')) ?? 'mock/echo';
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello!' }] });
  return `curl -s ${address}/v1/chat/completions -H "Authorization: Bearer ${key}" -H 'Content-Type: application/json' -d '${body}'`;
}

/** Relative where that is shorter: the line is pasted where the command was typed. */
function shortPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : `.${sep}${near}`;
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
