import { GatewayError, parseBudgetDuration } from '@tollgate/canonical';
import { fail, isJsonObject, type JsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import { readMoneyLimit } from './read-money.js';

/** LiteLLM's names of limits by model. */
export interface ModelLimitFields {
  readonly model_max_budget?: JsonObject | null | undefined;
  readonly model_rpm_limit?: JsonObject | null;
  readonly model_tpm_limit?: JsonObject | null;
}

/** As they are stored and shown: LiteLLM's form. Absent: nothing was said; an empty object: no limit. */
export interface ModelLimits {
  readonly modelMaxBudget?: JsonObject;
  readonly modelRpmLimit?: JsonObject;
  readonly modelTpmLimit?: JsonObject;
}

/** Members of one model's budget; each pair is one thing under two names. */
const BUDGET_MEMBERS = ['budget_limit', 'max_budget', 'time_period', 'budget_duration', 'rpm_limit', 'tpm_limit'];

/** Reads limits by model, or refuses the first that means nothing or is out of range. */
export function readModelLimits(fields: ModelLimitFields): Outcome<ModelLimits, GatewayError> {
  const { model_max_budget: budgets, model_rpm_limit: rpm, model_tpm_limit: tpm } = fields;
  const refusal =
    findFault('model_max_budget', budgets, refuseBudget) ??
    findFault('model_rpm_limit', rpm, refuseCount) ??
    findFault('model_tpm_limit', tpm, refuseCount);
  if (refusal !== undefined) return fail(refusal);
  return succeed({
    ...(budgets !== undefined && { modelMaxBudget: budgets ?? {} }),
    ...(rpm !== undefined && { modelRpmLimit: rpm ?? {} }),
    ...(tpm !== undefined && { modelTpmLimit: tpm ?? {} }),
  });
}

function findFault(
  field: string,
  limits: JsonObject | null | undefined,
  refuse: (path: string, value: JsonValue) => GatewayError | undefined,
): GatewayError | undefined {
  for (const [model, value] of Object.entries(limits ?? {})) {
    const refusal = refuse(`${field}.${model}`, value ?? null);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function refuseBudget(path: string, value: JsonValue): GatewayError | undefined {
  if (typeof value === 'number') return refuseMoney(path, value);
  if (!isJsonObject(value)) return bad(path, 'is {"budget_limit": dollars, "time_period": "1d"}, or dollars alone.');
  const unknown = Object.keys(value).find((member) => !BUDGET_MEMBERS.includes(member));
  if (unknown !== undefined)
    return bad(`${path}.${unknown}`, `is not known. Members are: ${BUDGET_MEMBERS.join(', ')}.`);
  const { budget_limit, max_budget, time_period, budget_duration, rpm_limit, tpm_limit } = value;
  const duration = time_period ?? budget_duration;
  if (duration != null && (typeof duration !== 'string' || parseBudgetDuration(duration) === undefined))
    return bad(`${path}.time_period`, "is no duration. Use a format like '1h', '24h', '7d', or '30d'.");
  const dollars = budget_limit ?? max_budget;
  return (
    (dollars == null ? undefined : refuseMoney(path, dollars)) ??
    (rpm_limit == null ? undefined : refuseCount(`${path}.rpm_limit`, rpm_limit)) ??
    (tpm_limit == null ? undefined : refuseCount(`${path}.tpm_limit`, tpm_limit))
  );
}

function refuseMoney(path: string, dollars: JsonValue): GatewayError | undefined {
  if (typeof dollars !== 'number') return bad(path, 'is an amount of dollars, 0 or more.');
  const read = readMoneyLimit(path, dollars);
  return read.ok ? undefined : read.error;
}

function refuseCount(path: string, count: JsonValue): GatewayError | undefined {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return undefined;
  return bad(path, `is a whole number, 0 or more (0 refuses every call). Received: ${JSON.stringify(count)}`);
}

function bad(path: string, what: string): GatewayError {
  return new GatewayError('bad_request', { message: `${path} ${what}`, param: path });
}
