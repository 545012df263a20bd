import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Target, Warning } from '@tollgate/canonical';
import type { ClientFormat } from '@tollgate/formats';
import type { ProviderOperation } from '@tollgate/providers';
import { MARKER } from '../../request-fields/cost.js';
import type { Whereabouts } from '../whereabouts.js';
import type { Leaf } from './leaves.js';

interface Asked {
  readonly text: string;
  readonly sent: JsonValue;
  readonly told: readonly string[];
  /** The refusal's words; undefined where the request was built. */
  readonly refusal?: string;
}

/** Where a nested member of a request is to be found, asked with it and without it. */
export function foundWithin(
  client: ClientFormat,
  operation: ProviderOperation,
  target: Target,
  base: JsonObject,
  { path, asked, unasked }: Leaf,
): Whereabouts {
  const ask = (body: JsonValue): Asked => askOperation(client, operation, target, { ...base, ...(body as JsonObject) });
  const one = ask(asked);
  const known = [...path, ...typesIn(asked), ...kindsIn(asked)];
  const names = [
    ...known,
    ...known.flatMap((member) => (Object.hasOwn(ALIASES, member) ? (ALIASES[member] ?? []) : [])),
  ];
  if (one.refusal !== undefined) {
    const isNamed = names.some((name) => one.refusal?.includes(name));
    return isNamed || one.refusal === ask(unasked).refusal ? 'refused' : 'vanished';
  }
  const other = ask(unasked);
  const name = path.at(-1) ?? '';
  const about = one.told.filter((told) => segments(told).at(-1) === name || !other.told.includes(told));
  const isThought = names.some((part) => THOUGHTS.has(part)) && one.told.some((told) => SEALS.has(told));
  if (about.length > 0 || isThought || one.told.some((told) => isAncestor(told, names))) return 'told';
  if (one.text.includes(MARKER)) return 'sent';
  return other.refusal === undefined && isDeepStrictEqual(one.sent, other.sent) ? 'vanished' : 'sent';
}

/** What it stands in was left out as a whole, by its name or its type. */
function isAncestor(told: string, names: readonly string[]): boolean {
  const [first = '', ...rest] = segments(told);
  const last = rest.at(-1) ?? first;
  return !ROOTS.has(last) && names.includes(last);
}

/** What other dialects call it, and a refusal or an answer's header with them. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  reasoning: ['thinking', 'reasoning_effort'],
  thinkingConfig: ['thinking', 'reasoning_effort'],
  thinking: ['reasoning', 'reasoning_effort'],
  redacted_thinking: ['reasoning'],
  output_format: ['response_format'],
  output_config: ['response_format'],
  toolConfig: ['tool_choice'],
  excludeDomains: ['blocked_domains'],
};

/** Another provider's seals are told of as a part of the messages. */
const THOUGHTS: ReadonlySet<string> = new Set(['thinking', 'redacted_thinking', 'reasoning', 'thoughtSignature']);
const SEALS: ReadonlySet<string> = new Set(['messages', 'reasoning.signature', 'thinking.signature']);

/** Each of these holds all that is said. */
const ROOTS = new Set(['messages', 'input', 'contents', 'content', 'tools', 'system', 'parts', 'systemInstruction']);

function segments(path: string): readonly string[] {
  return path.split(/[.[\]*]+/).filter((segment) => segment !== '');
}

function typesIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(typesIn);
  if (!isJsonObject(value)) return [];
  const type = value['type'];
  return [...(typeof type === 'string' ? [type] : []), ...Object.values(value).flatMap((one) => typesIn(one ?? null))];
}

/** Members that hold others: what a part of Gemini's is. */
function kindsIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(kindsIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    isJsonObject(one) ? [name, ...kindsIn(one)] : kindsIn(one ?? null),
  );
}

function askOperation(client: ClientFormat, operation: ProviderOperation, target: Target, body: JsonObject): Asked {
  const decoded = client.decodeRequest({ body, params: { model: 'm' }, query: {} });
  if (!decoded.ok) return { text: '', sent: null, told: [], refusal: decoded.error.message };
  const built = operation.buildRequest(decoded.value, target, undefined);
  if (!built.ok) return { text: '', sent: null, told: [], refusal: built.error.message };
  const text = built.value.spec.body ?? '';
  const named = (warnings: readonly Warning[]): readonly string[] =>
    warnings.filter(({ code }) => code !== 'mended').map(({ path }) => path);
  return { text, sent: JSON.parse(text) as JsonValue, told: named(built.value.warnings) };
}
