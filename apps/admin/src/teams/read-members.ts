import { GatewayError } from '@tollgate/canonical';
import { fail, isJsonObject, type JsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import type { MemberSettings, NewMember } from '@tollgate/persistence';
import { isEmpty, unserved } from '../keys/unserved-fields.js';
import { readLimits } from '../validation/read-limits.js';
import { readModelLimits } from '../validation/read-model-limits.js';
import { MEMBERS_MAX } from './dto/team-member.dto.js';
import { readNamedUser } from './read-named-user.js';

interface MemberLimitFields {
  readonly max_budget_in_team?: number | null;
  readonly budget_duration?: string | null;
  readonly budget_time_zone?: string | null;
  readonly budget_anchor?: string | null;
  readonly tpm_limit?: number | null;
  readonly rpm_limit?: number | null;
  readonly max_parallel_requests?: number | null;
  readonly allowed_models?: readonly string[] | null;
  readonly model_max_budget?: JsonObject | null;
  readonly budget_id?: string | null;
  readonly temp_budget_increase?: JsonValue;
  readonly temp_budget_expiry?: JsonValue;
}

/** Reads one member or several, in LiteLLM's form: each is looked up, and written, on its own. */
export function readMembers(
  members: JsonValue,
  settings: Omit<MemberSettings, 'role'> = {},
): Outcome<readonly NewMember[], GatewayError> {
  const named = asList(members);
  if (named.length > MEMBERS_MAX) return fail(tooMany());
  const read = named.map((member) => readMember(member, settings));
  if (read.length === 0) return fail(faulty());
  const faults = read.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
  const [fault] = faults;
  return fault === undefined ? succeed(read.flatMap((outcome) => (outcome.ok ? [outcome.value] : []))) : fail(fault);
}

/** Reads the limits of a member within his team. */
export function readMemberLimits(fields: MemberLimitFields): Outcome<Omit<MemberSettings, 'role'>, GatewayError> {
  const field = (['temp_budget_increase', 'temp_budget_expiry'] as const).find((name) => !isEmpty(fields[name]));
  if (field !== undefined) return fail(unserved(field));
  const { max_budget_in_team: max, budget_duration, budget_time_zone, budget_anchor, tpm_limit, rpm_limit } = fields;
  const limits = readLimits({
    ...(max !== undefined && { max_budget: max }),
    ...(budget_duration !== undefined && { budget_duration }),
    ...(budget_time_zone !== undefined && { budget_time_zone }),
    ...(budget_anchor !== undefined && { budget_anchor }),
    ...(tpm_limit !== undefined && { tpm_limit }),
    ...(rpm_limit !== undefined && { rpm_limit }),
    ...(fields.max_parallel_requests !== undefined && { max_parallel_requests: fields.max_parallel_requests }),
  });
  if (!limits.ok) return limits;
  const byModel = readModelLimits({ model_max_budget: fields.model_max_budget });
  if (!byModel.ok) return byModel;
  const { allowed_models: models, budget_id: budgetId } = fields;
  const own = Object.values(limits.value).some((limit) => limit !== null);
  if (budgetId != null && own) return fail(besideBudget());
  return succeed({
    ...limits.value,
    ...byModel.value,
    ...(models !== undefined && { models: models ?? [] }),
    ...(budgetId !== undefined && { budgetId }),
  });
}

function besideBudget(): GatewayError {
  const message =
    'budget_id and limits of the member cannot be set together: the budget has its own. Leave one of them out.';
  return new GatewayError('bad_request', { message, param: 'budget_id' });
}

function asList(members: JsonValue): readonly JsonValue[] {
  return Array.isArray(members) ? (members as readonly JsonValue[]) : [members];
}

function readMember(member: JsonValue, settings: Omit<MemberSettings, 'role'>): Outcome<NewMember, GatewayError> {
  if (!isJsonObject(member)) return fail(faulty());
  const { role = 'user' } = member;
  const user = readNamedUser(member);
  if ((role !== 'admin' && role !== 'user') || user === undefined) return fail(faulty());
  return succeed({ role, settings, ...user });
}

function tooMany(): GatewayError {
  const message = `One call adds ${String(MEMBERS_MAX)} members at most. Add the rest with another.`;
  return new GatewayError('bad_request', { message, param: 'member' });
}

function faulty(): GatewayError {
  const message = 'A member is {"role": "admin" or "user", "user_id": … or "user_email": …}.';
  return new GatewayError('bad_request', { message, param: 'member' });
}
