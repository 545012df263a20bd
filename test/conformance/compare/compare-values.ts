import { type Difference, short } from './difference.js';

/** Members that differ from run to run: compared by their type. */
const VOLATILE =
  /(^|\.)(id|token|token_id|key|key_name|key_hash|hashed_token|created|created_at|updated_at|expires|expires_at|budget_reset_at|startTime|endTime|start_time|end_time|completionStartTime|request_id|call_id|litellm_call_id|session_id|trace_id|model_id|created_by|updated_by|last_active|last_refreshed_at|last_used|duration|request_duration_ms|response_ms|hash|litellm_version|version|db_id|object_permission_id|budget_id|invitation_id|traceback|date|total_response_time_ms|response_time_ms|litellm_overhead_time_ms)$/;
/** LiteLLM wraps a provider's unknown members in this; relayed bytes have none. */
const OMITTABLE = /(^|\.)provider_specific_fields(\.|$)/;
/** LiteLLM spells these defaults out to Anthropic. */
const DEFAULT_UPSTREAM: Readonly<Record<string, unknown>> = { stream: false, type: 'custom' };
/** Compared only when it has been booked: LiteLLM books it later than the answer. */
const SPENT = /(^|\.)(spend|total_spend|previous_spend|log_count)$/;
/** Names of settled values, which stand for one kind of value each. */
const NAME = /^<(hash|time)>$/;

export interface Comparison {
  /** Paths that are not looked at, nor what is below them. */
  readonly ignore: readonly string[];
  /** Spend has been booked by now. */
  readonly booked?: boolean;
  /** Nothing may stand there that was not recorded. */
  readonly closed?: boolean;
}

/** How a value differs from a recorded one. Members that were not recorded count only in a closed comparison. */
export function compareValues(want: unknown, got: unknown, path: string, how: Comparison): readonly Difference[] {
  if (how.ignore.some((ignored) => path === ignored || path.startsWith(`${ignored}.`))) return [];
  if (kindOf(want) !== kindOf(got)) {
    return [{ path, text: `expected ${kindOf(want)} ${short(want)}, got ${kindOf(got)} ${short(got)}` }];
  }
  if (Array.isArray(want) && Array.isArray(got)) return compareArrays(want, got, path, how);
  if (isRecord(want) && isRecord(got)) return compareRecords(want, got, path, how);
  return isSame(want, got, path, how) ? [] : [{ path, text: `expected ${short(want)}, got ${short(got)}` }];
}

function compareArrays(
  want: readonly unknown[],
  got: readonly unknown[],
  path: string,
  how: Comparison,
): readonly Difference[] {
  const differences: Difference[] = [];
  if (want.length !== got.length && !isVolatile(path, how)) {
    differences.push({ path, text: `expected ${String(want.length)} elements, got ${String(got.length)}` });
  }
  for (const [index, item] of want.slice(0, got.length).entries()) {
    differences.push(...compareValues(item, got[index], `${path}.${String(index)}`, how));
  }
  return differences;
}

function compareRecords(
  want: Readonly<Record<string, unknown>>,
  got: Readonly<Record<string, unknown>>,
  path: string,
  how: Comparison,
): readonly Difference[] {
  const mayLack = (name: string): boolean =>
    how.closed === true ? DEFAULT_UPSTREAM[name] === want[name] : OMITTABLE.test(name);
  const differences = Object.keys(want)
    .filter((name) => name in got || !mayLack(name))
    .flatMap((name) => compareValues(want[name], got[name], `${path}.${name}`, how));
  if (how.closed !== true) return differences;
  const added = Object.keys(got).filter((name) => !(name in want) && got[name] !== null);
  return [
    ...differences,
    ...added.map((name) => ({ path: `${path}.${name}`, text: `not recorded, got ${short(got[name])}` })),
  ];
}

function isSame(want: unknown, got: unknown, path: string, how: Comparison): boolean {
  if (isVolatile(path, how)) {
    if (typeof want !== 'string') return true;
    if (!NAME.test(want)) return want === '' || got !== '';
  }
  if (typeof want === 'number' && typeof got === 'number') return sameNumber(want, got);
  return how.closed === true ? want === got : normalise(want) === normalise(got);
}

function isVolatile(path: string, how: Comparison): boolean {
  return VOLATILE.test(path) || (how.booked !== true && SPENT.test(path));
}

export function sameNumber(want: number, got: number): boolean {
  return Math.abs(want - got) <= 1e-9 * Math.max(1, Math.abs(want));
}

/** A key in a text is some key, and a number in it is equal within nine digits. */
function normalise(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .replace(/sk-[\w.\-…<>]+/g, 'sk-*')
    .replace(/\d+\.\d+(e-?\d+)?/g, (number) => String(Number(Number(number).toPrecision(9))));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return kindOf(value) === 'object';
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
