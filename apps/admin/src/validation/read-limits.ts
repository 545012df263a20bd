import { type WallTime } from '@tollgate/admission';
import { GatewayError, parseBudgetDuration } from '@tollgate/canonical';
import { fail, type Instant, isTimeZone, type NanoUsd, type Outcome, succeed } from '@tollgate/kernel';
import { readInstantOrWallTime } from './read-instant.js';
import { readMoneyLimit } from './read-money.js';

/** LiteLLM's names of the limits that keys, users and teams have in common. */
export interface LimitFields {
  readonly max_budget?: number | null;
  readonly soft_budget?: number | null;
  readonly budget_duration?: string | null;
  readonly budget_time_zone?: string | null;
  readonly budget_anchor?: string | null;
  readonly tpm_limit?: number | null;
  readonly rpm_limit?: number | null;
  readonly max_parallel_requests?: number | null;
}

/** Absent: nothing was said; null: no limit. */
export interface Limits {
  readonly maxBudgetNano?: NanoUsd | null;
  readonly softBudgetNano?: NanoUsd | null;
  readonly budgetDuration?: string | null;
  readonly budgetTimeZone?: string | null;
  readonly budgetAnchor?: Instant | WallTime | null;
  readonly tpmLimit?: number | null;
  readonly rpmLimit?: number | null;
  readonly maxParallelRequests?: number | null;
}

/** Reads limits, or refuses the first that means nothing or is out of range. */
export function readLimits(fields: LimitFields): Outcome<Limits, GatewayError> {
  const refusal = refuseCounts(fields) ?? refuseWindow(fields);
  if (refusal !== undefined) return fail(refusal);
  const anchor = readAnchor(fields);
  if (!anchor.ok) return anchor;
  const max = readLimit('max_budget', fields.max_budget);
  if (!max.ok) return max;
  const soft = readLimit('soft_budget', fields.soft_budget);
  if (!soft.ok) return soft;
  return succeed({
    ...(fields.budget_duration !== undefined && { budgetDuration: fields.budget_duration }),
    ...(fields.budget_time_zone !== undefined && { budgetTimeZone: fields.budget_time_zone }),
    ...(anchor.value !== undefined && { budgetAnchor: anchor.value }),
    ...(fields.tpm_limit !== undefined && { tpmLimit: fields.tpm_limit }),
    ...(fields.rpm_limit !== undefined && { rpmLimit: fields.rpm_limit }),
    ...(fields.max_parallel_requests !== undefined && { maxParallelRequests: fields.max_parallel_requests }),
    ...(max.value !== undefined && { maxBudgetNano: max.value }),
    ...(soft.value !== undefined && { softBudgetNano: soft.value }),
  });
}

function readLimit(field: string, usd: number | null | undefined): Outcome<NanoUsd | null | undefined, GatewayError> {
  return usd === undefined || usd === null ? succeed(usd) : readMoneyLimit(field, usd);
}

/** What its column holds. */
const PARALLEL_MAX = 2_147_483_647;

function refuseCounts(fields: LimitFields): GatewayError | undefined {
  const negative = (['max_parallel_requests', 'tpm_limit', 'rpm_limit'] as const).find(
    (field) => (fields[field] ?? 0) < 0,
  );
  if (negative !== undefined)
    return bad(negative, `${negative} must be 0 or more (0 refuses every call). Received: ${String(fields[negative])}`);
  const parallel = fields.max_parallel_requests ?? 0;
  return parallel <= PARALLEL_MAX
    ? undefined
    : bad('max_parallel_requests', `max_parallel_requests must be at most ${PARALLEL_MAX}. Received: ${parallel}`);
}

function refuseWindow({ budget_duration: duration, budget_time_zone: zone }: LimitFields): GatewayError | undefined {
  if (duration != null && parseBudgetDuration(duration) === undefined)
    return bad(
      'budget_duration',
      `Invalid budget_duration '${duration}'. Use a format like '1h', '24h', '7d', or '30d'.`,
    );
  if (zone == null || isTimeZone(zone)) return undefined;
  return bad('budget_time_zone', `Invalid budget_time_zone '${zone}'. Use a name like 'Europe/Berlin' or 'UTC'.`);
}

/** Windows are counted from it, so it comes with their length. */
function readAnchor(fields: LimitFields): Outcome<Instant | WallTime | null | undefined, GatewayError> {
  const { budget_anchor: anchor, budget_duration: duration } = fields;
  if (anchor === undefined || anchor === null) return succeed(anchor);
  if (duration == null)
    return fail(bad('budget_anchor', 'budget_anchor is where windows of budget_duration begin: name both.'));
  return readInstantOrWallTime('budget_anchor', anchor);
}

function bad(field: string, message: string): GatewayError {
  return new GatewayError('bad_request', { message, param: field });
}
