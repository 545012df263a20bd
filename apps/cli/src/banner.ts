import { relative, sep } from 'node:path';
import type { Command } from '@tollgate/config';
import type { MasterKey } from './master-key.js';

export interface BannerInput {
  readonly command: Extract<Command, 'serve' | 'gateway' | 'admin' | 'worker'>;
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
const NAMES: Readonly<Record<BannerInput['command'], string>> = {
  serve: 'Tollgate',
  gateway: 'Tollgate gateway',
  admin: 'Tollgate admin',
  worker: 'Tollgate worker',
};

/**
 * The few lines of a start: where it listens and, where they matter, which models and why, where the key is, and a first request
 * that works as pasted. No secret is in them.
 */
export function banner(input: BannerInput): readonly string[] {
  const { command, address, version, database, startedInMs } = input;
  const first = `${NAMES[command]} ${version} listening on ${address} (Node ${process.version}, ${database}, ready in ${startedInMs} ms)`;
  const documentation = `API and documentation: ${address}/docs`;
  switch (command) {
    case 'serve':
      return [first, ...requestLines(input), documentation];
    case 'gateway':
      return [first, ...requestLines(input)];
    case 'admin':
      return [first, keyLine(input), documentation];
    case 'worker':
      return [first, `Health and metrics: ${address}/health/readiness, ${address}/metrics`];
  }
}

function requestLines(input: BannerInput): readonly string[] {
  const { models, modelOrigins } = input;
  const shown = models.slice(0, MODELS_SHOWN).join(', ');
  const more = models.length > MODELS_SHOWN ? ` and ${models.length - MODELS_SHOWN} more` : '';
  const request = firstRequest(input);
  return [
    `Set models: ${shown === '' ? 'none' : shown}${more} (${modelOrigins.join(', ')})`,
    keyLine(input),
    ...(request === undefined ? [] : ['First request:', `  ${request}`]),
  ];
}

function keyLine({ masterKey: { origin }, noAuth }: BannerInput): string {
  const open = noAuth ? '; --no-auth: any key or none is served' : '';
  switch (origin.kind) {
    case 'environment':
      return `Master key: given in ${origin.variable}${open}`;
    case 'configuration':
      return `Master key: given in the configuration (set MASTER_KEY to it before you paste the next lines)${open}`;
    case 'file':
      return `Master key: ${origin.created ? 'generated into' : 'read from'} ${shortPath(origin.path)}${open}`;
  }
}

/** For a model that can be named; a wildcard alone names none. */
function firstRequest({ address, models, masterKey }: BannerInput): string | undefined {
  const model = models.find((name) => !name.includes('*'));
  if (model === undefined) return undefined;
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello!' }] });
  return `curl -s ${address}/v1/chat/completions -H "Authorization: Bearer ${keyInShell(masterKey)}" -H 'Content-Type: application/json' -d ${quoteAlways(body)}`;
}

/** Without the secret: a pasted line reads it from where it is. */
function keyInShell({ origin }: MasterKey): string {
  if (origin.kind === 'file') return `$(cat ${quote(shortPath(origin.path))})`;
  return `$${origin.kind === 'environment' ? origin.variable : 'MASTER_KEY'}`;
}

/** Relative where that is shorter: the line is pasted where the command was typed. */
function shortPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : `.${sep}${near}`;
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : quoteAlways(path);
}

function quoteAlways(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
