import { BUDGET_EVENT_SCOPES, type BudgetEventScope, type BudgetHolder } from '@tollgate/callbacks';
import type { ScopeLimits } from '@tollgate/canonical';
import type { NanoUsd } from '@tollgate/kernel';
import type pg from 'pg';
import { answerWithin } from '../database/answer-within.js';
import { UUID } from '../database/uuid.js';
import { FIND_BUDGET, FIND_LABELS, type FoundLabel, type FoundLimits } from '../keys/find-labels-sql.js';
import { toLimits } from '../keys/to-limits.js';
import { toScope } from '../keys/to-principal.js';
import {
  findHolders,
  findLabelNames,
  type FoundBudgetHolder,
  type FoundBudgetLabel,
  isHolderScope,
  UUID_SCOPES,
} from './find-holders-sql.js';

const ANSWER_TIMEOUT_MS = 15_000;

/** What customers without limits of their own have (`max_end_user_budget`, `max_end_user_budget_id`). */
export interface BudgetDefaults {
  readonly maxCustomerBudget?: NanoUsd | undefined;
  readonly customerBudgetId?: string | undefined;
}

/** Who holds a budget, and what limits him. */
export interface Held {
  readonly scope: BudgetEventScope;
  readonly scopeId: string;
  readonly limits: ScopeLimits;
  readonly holder: BudgetHolder;
}

/** The holders of these balances that are still there, by scope and id with a line feed between. */
export async function readHolders(
  client: pg.ClientBase,
  balances: readonly { readonly scope: string; readonly scopeId: string }[],
  defaults: BudgetDefaults,
): Promise<ReadonlyMap<string, Held>> {
  const held: Held[] = [];
  for (const scope of BUDGET_EVENT_SCOPES) {
    const own = balances.filter((balance) => balance.scope === scope).map(({ scopeId }) => scopeId);
    const ids = [...new Set(UUID_SCOPES.has(scope) ? own.filter((id) => UUID.test(id)) : own)];
    if (ids.length === 0) continue;
    held.push(
      ...(isHolderScope(scope)
        ? await readLimited(client, scope, ids)
        : await readLabels(client, scope, ids, defaults)),
    );
  }
  return new Map(held.map((one) => [`${one.scope}\n${one.scopeId}`, one]));
}

async function readLimited(
  client: pg.ClientBase,
  scope: Parameters<typeof findHolders>[0],
  ids: readonly string[],
): Promise<readonly Held[]> {
  const { rows } = await client.query<FoundBudgetHolder>(answerWithin(ANSWER_TIMEOUT_MS, findHolders(scope), [ids]));
  return rows.map(({ id, limits, holder }) => ({ scope, scopeId: id, limits: toScope(limits).limits, holder }));
}

async function readLabels(
  client: pg.ClientBase,
  scope: 'customer' | 'tag',
  ids: readonly string[],
  defaults: BudgetDefaults,
): Promise<readonly Held[]> {
  const found = await client.query<FoundLabel>(answerWithin(ANSWER_TIMEOUT_MS, FIND_LABELS, [ids]));
  const labels = new Map(found.rows.map((row) => [row.id, row]));
  const names = await client.query<FoundBudgetLabel>(answerWithin(ANSWER_TIMEOUT_MS, findLabelNames(scope), [ids]));
  const budget = scope === 'customer' ? await readDefault(client, defaults) : {};
  return names.rows.flatMap(({ id, holder }) => {
    const label = labels.get(id);
    if (label === undefined) return [];
    const own = toLimits(label);
    return [{ scope, scopeId: id, limits: label.limited ? own : { ...own, ...budget }, holder }];
  });
}

/** As the data plane has it: the default budget, with the amount of the other default where it names none. */
async function readDefault(
  client: pg.ClientBase,
  { customerBudgetId, maxCustomerBudget }: BudgetDefaults,
): Promise<ScopeLimits> {
  const query = answerWithin(ANSWER_TIMEOUT_MS, FIND_BUDGET, [customerBudgetId]);
  const rows = customerBudgetId === undefined ? [] : (await client.query<FoundLimits>(query)).rows;
  const limits = rows[0] === undefined ? {} : toLimits(rows[0]);
  return { ...(maxCustomerBudget !== undefined && { maxBudget: maxCustomerBudget }), ...limits };
}
