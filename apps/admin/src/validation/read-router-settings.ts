import { GatewayError } from '@tollgate/canonical';
import { fail, isJsonObject, type JsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import { isEmpty } from '../keys/unserved-fields.js';

/** What a key or team can have of a router of its own; the rest is the operator's. */
const TABLES = ['fallbacks', 'context_window_fallbacks', 'content_policy_fallbacks'] as const;
const SERVED: readonly string[] = [...TABLES, 'num_retries', 'timeout', 'model_group_alias'];

const RETRIES_MAX = 10;
const TIMEOUT_SECONDS_MAX = 86_400;
/** Groups in a table, and those that take over from one. */
const ENTRIES_MAX = 100;

/**
 * Reads `router_settings` of a key or team into what is stored: LiteLLM's form, without what says nothing. undefined: nothing was said.
 * Refuses by its path what means nothing, is out of range or cannot be set for some callers alone.
 */
export function readRouterSettings(sent: JsonObject | null | undefined): Outcome<JsonObject | undefined, GatewayError> {
  if (sent === undefined) return succeed(undefined);
  const said = Object.fromEntries(Object.entries(sent ?? {}).filter(([, value]) => !isEmpty(value)));
  const unserved = Object.keys(said).find((name) => !SERVED.includes(name));
  const refusal =
    (unserved === undefined ? undefined : onlyTheOperators(unserved)) ??
    TABLES.map((name) => refuseTable(name, said[name])).find((found) => found !== undefined) ??
    refuseNumber('num_retries', said['num_retries'], RETRIES_MAX) ??
    refuseNumber('timeout', said['timeout'], TIMEOUT_SECONDS_MAX) ??
    refuseAliases(said['model_group_alias']);
  return refusal === undefined ? succeed(said) : fail(refusal);
}

function onlyTheOperators(name: string): GatewayError {
  const field = `router_settings.${name}`;
  return new GatewayError('unsupported_parameter', {
    message: `${field} holds for all callers of this gateway: set it in config.yaml. A key or team has its own ${SERVED.join(', ')}.`,
    param: field,
  });
}

/** `[{"group": ["other", …]}, …]` */
function refuseTable(name: string, table: JsonValue | undefined): GatewayError | undefined {
  if (table === undefined) return undefined;
  const entries: readonly JsonValue[] = Array.isArray(table) ? table : [null];
  const isEntry = (entry: JsonValue): boolean =>
    isJsonObject(entry) && Object.values(entry).every((groups) => Array.isArray(groups) && groups.every(isName));
  const size = entries.reduce<number>((sum, entry) => sum + JSON.stringify(entry).split(',').length, 0);
  if (entries.every(isEntry) && size <= ENTRIES_MAX) return undefined;
  return bad(name, `is a list such as [{"gpt-4o": ["gpt-4o-mini"]}], with ${String(ENTRIES_MAX)} names at most.`);
}

function refuseNumber(name: string, value: JsonValue | undefined, max: number): GatewayError | undefined {
  if (value === undefined) return undefined;
  const isWhole = name !== 'num_retries' || Number.isInteger(value);
  if (typeof value === 'number' && isWhole && value >= (name === 'timeout' ? 0.001 : 0) && value <= max)
    return undefined;
  return bad(name, `is a number, ${String(max)} at most. Received: ${JSON.stringify(value)}`);
}

function refuseAliases(aliases: JsonValue | undefined): GatewayError | undefined {
  if (aliases === undefined || (isJsonObject(aliases) && Object.values(aliases).every(isName))) return undefined;
  return bad('model_group_alias', 'is an object of names of models, such as {"fast": "gpt-4o-mini"}.');
}

function isName(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

function bad(name: string, what: string): GatewayError {
  const field = `router_settings.${name}`;
  return new GatewayError('bad_request', { message: `${field} ${what}`, param: field });
}
