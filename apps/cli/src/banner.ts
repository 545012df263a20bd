import { relative, sep } from 'node:path';
import type { Command } from '@tollgate/config';
import type { MasterKey } from './master-key.js';

export interface BannerInput {
  readonly command: Extract<Command, 'serve' | 'gateway' | 'admin' | 'worker'>;
  readonly address: string;
  /** It listens on every address of the machine; `address` is then the one to ask from here. */
  readonly everywhere: boolean;
  readonly version: string;
  readonly database: string;
  readonly models: readonly string[];
  readonly modelOrigins: readonly string[];
  /** The model of the first request; undefined: none can be named. */
  readonly firstModel: string | undefined;
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
  const where = input.everywhere ? `${address} and every other address of this machine` : address;
  const first = `${NAMES[command]} ${version} listening on ${where} (Node ${process.version}, ${database}, ready in ${startedInMs} ms)`;
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
  const shell = shellOf(input.masterKey);
  return [
    `Set models: ${shown === '' ? 'none' : shown}${more} (${modelOrigins.join(', ')})`,
    keyLine(input),
    ...(request === undefined ? [] : [`First request${shell}:`, `  ${request}`]),
  ];
}

function keyLine({ masterKey: { origin }, noAuth }: BannerInput): string {
  const open = noAuth ? '; --no-auth: any key or none is served' : '';
  switch (origin.kind) {
    case 'environment':
      return `Master key: given in ${origin.variable}${open}`;
    case 'configuration':
      return `Master key: given in the configuration (general_settings.master_key)${open}`;
    case 'file':
      return `Master key: ${origin.created ? 'generated into' : 'read from'} ${shortPath(origin.path)}${open}`;
  }
}

function firstRequest({ address, firstModel, masterKey }: BannerInput): string | undefined {
  if (firstModel === undefined) return undefined;
  const body = JSON.stringify({ model: firstModel, messages: [{ role: 'user', content: 'Hello!' }] });
  return `curl -s ${address}/v1/chat/completions -H "Authorization: Bearer ${keyInShell(masterKey)}" -H 'Content-Type: application/json' -d ${quoteAlways(body)}`;
}

/** What the shell that the line is pasted into has to have. */
function shellOf({ origin }: MasterKey): string {
  switch (origin.kind) {
    case 'environment':
      return `, in a shell that has ${origin.variable}`;
    case 'configuration':
      return ', in a shell where you have exported that key as MASTER_KEY';
    case 'file':
      return '';
  }
}

/** Without the secret: a pasted line reads it from where it is, and the shell says so where it is not. */
function keyInShell({ origin }: MasterKey): string {
  if (origin.kind === 'file') return `$(cat ${quote(shortPath(origin.path))})`;
  const variable = origin.kind === 'environment' ? origin.variable : 'MASTER_KEY';
  return `\${${variable}:?export ${variable} first}`;
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
