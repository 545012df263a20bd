import { type BudgetLimit, GatewayError, parseBudgetDuration } from '@tollgate/canonical';
import { fail, isJsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import { readMoneyLimit } from './read-money.js';

/** Budgets that one holder may have at the same time, beside its own. */
const LIMITS_MAX = 16;

const MEMBERS: readonly string[] = ['budget_duration', 'time_period', 'max_budget', 'budget_limit', 'reset_at'];

/**
 * LiteLLM's `budget_limits`: several budgets at once, each with windows of its own. `budget_limit` and `time_period` are other names
 * of the members; `reset_at`, which answers carry, says nothing. Another member would be a limit that nobody keeps. undefined: nothing was said; an empty list: none.
 */
export function readBudgetLimits(
  limits: readonly JsonValue[] | null | undefined,
): Outcome<readonly BudgetLimit[] | undefined, GatewayError> {
  if (limits === undefined) return succeed(undefined);
  if ((limits?.length ?? 0) > LIMITS_MAX) return bad('budget_limits', `has at most ${String(LIMITS_MAX)} entries.`);
  const read: BudgetLimit[] = [];
  for (const [index, limit] of (limits ?? []).entries()) {
    const outcome = readBudgetLimit(`budget_limits.${String(index)}`, limit);
    if (!outcome.ok) return outcome;
    read.push(outcome.value);
  }
  return succeed(read);
}

function readBudgetLimit(path: string, limit: JsonValue): Outcome<BudgetLimit, GatewayError> {
  if (!isJsonObject(limit)) return bad(path, 'is {"budget_duration": "1d", "max_budget": dollars}.');
  const unknown = Object.keys(limit).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined)
    return bad(`${path}.${unknown}`, 'is no member of a further budget, whose windows follow the zone of its holder.');
  const duration = limit['budget_duration'] ?? limit['time_period'];
  if (typeof duration !== 'string' || parseBudgetDuration(duration) === undefined)
    return bad(`${path}.budget_duration`, "is a duration such as '1h', '24h', '7d' or '30d'.");
  const dollars = limit['max_budget'] ?? limit['budget_limit'];
  if (typeof dollars !== 'number') return bad(`${path}.max_budget`, 'is an amount of dollars, 0 or more.');
  const money = readMoneyLimit(`${path}.max_budget`, dollars);
  return money.ok ? succeed({ budget_duration: duration, max_budget: dollars }) : money;
}

function bad(path: string, what: string): Outcome<never, GatewayError> {
  return fail(new GatewayError('bad_request', { message: `${path} ${what}`, param: path }));
}
