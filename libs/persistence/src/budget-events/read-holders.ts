import {
  BUDGET_HOLDER_SCOPES,
  type BudgetEventScope,
  type BudgetHolder,
  type BudgetHolderScope,
} from '@tollgate/callbacks';
import type { HeldLimits, ScopeLimits } from '@tollgate/canonical';
import type { NanoUsd } from '@tollgate/kernel';
import type pg from 'pg';
import { answerWithin } from '../database/answer-within.js';
import { UUID } from '../database/uuid.js';
import { FIND_BUDGET, FIND_LABELS, type FoundLabel, type FoundLimits } from '../keys/find-labels-sql.js';
import { toModelLimits } from '../keys/model-limits.js';
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

interface Balance {
  readonly scope: string;
  readonly scopeId: string;
}

/** A holder with what it may use of single models. */
interface Found extends Omit<Held, 'scope'> {
  readonly models: Readonly<Record<string, ScopeLimits>>;
}

/** The holders of these balances that are still there, by scope and id with a line feed between. */
export async function readHolders(
  client: pg.ClientBase,
  balances: readonly Balance[],
  defaults: BudgetDefaults,
): Promise<ReadonlyMap<string, Held>> {
  const held: Held[] = [];
  for (const scope of BUDGET_HOLDER_SCOPES) {
    const own = balances.filter((balance) => balance.scope === scope).map(({ scopeId }) => scopeId);
    const shares = balances.filter((balance) => balance.scope === `model_per_${scope}`).flatMap(readings);
    const named = [...own, ...shares.map(({ id }) => id)];
    const ids = [...new Set(UUID_SCOPES.has(scope) ? named.filter((id) => UUID.test(id)) : named)];
    if (ids.length === 0) continue;
    const found = await (isHolderScope(scope)
      ? readLimited(client, scope, ids)
      : readLabels(client, scope, ids, defaults));
    held.push(...found.map(({ models: _models, ...one }) => ({ ...one, scope })), ...heldShares(scope, shares, found));
  }
  return new Map(held.map((one) => [`${one.scope}\n${one.scopeId}`, one]));
}

/** Ids and models may both hold colons: every way to read a share's id. */
function readings({ scopeId }: Balance): readonly { readonly id: string; readonly model: string }[] {
  return [...scopeId.matchAll(/:/g)].map(({ index }) => ({
    id: scopeId.slice(0, index),
    model: scopeId.slice(index + 1),
  }));
}

function heldShares(
  scope: BudgetHolderScope,
  shares: ReturnType<typeof readings>,
  found: readonly Found[],
): readonly Held[] {
  const byId = new Map(found.map((one) => [one.scopeId, one]));
  return shares.flatMap(({ id, model }) => {
    const one = byId.get(id);
    const limits = one !== undefined && Object.hasOwn(one.models, model) ? one.models[model] : undefined;
    if (one === undefined || limits === undefined) return [];
    return [{ scope: `model_per_${scope}`, scopeId: `${id}:${model}`, limits, holder: { ...one.holder, model } }];
  });
}

async function readLimited(
  client: pg.ClientBase,
  scope: Parameters<typeof findHolders>[0],
  ids: readonly string[],
): Promise<readonly Found[]> {
  const { rows } = await client.query<FoundBudgetHolder>(answerWithin(ANSWER_TIMEOUT_MS, findHolders(scope), [ids]));
  return rows.map(({ id, limits: found, holder }) => {
    const { limits, models = {} } = toScope(found);
    return { scopeId: id, limits, models, holder };
  });
}

async function readLabels(
  client: pg.ClientBase,
  scope: 'customer' | 'tag',
  ids: readonly string[],
  defaults: BudgetDefaults,
): Promise<readonly Found[]> {
  const found = await client.query<FoundLabel>(answerWithin(ANSWER_TIMEOUT_MS, FIND_LABELS, [ids]));
  const labels = new Map(found.rows.map((row) => [row.id, row]));
  const names = await client.query<FoundBudgetLabel>(answerWithin(ANSWER_TIMEOUT_MS, findLabelNames(scope), [ids]));
  const budget = scope === 'customer' ? await readDefault(client, defaults) : { limits: {} };
  return names.rows.flatMap(({ id, holder }) => {
    const label = labels.get(id);
    if (label === undefined) return [];
    const own = toLimits(label);
    const models = (label.limited ? toModelLimits(label) : budget.models) ?? {};
    return [{ scopeId: id, limits: label.limited ? own : { ...own, ...budget.limits }, models, holder }];
  });
}

/** As the data plane has it: the default budget, with the amount of the other default where it names none. */
async function readDefault(
  client: pg.ClientBase,
  { customerBudgetId, maxCustomerBudget }: BudgetDefaults,
): Promise<HeldLimits> {
  const query = answerWithin(ANSWER_TIMEOUT_MS, FIND_BUDGET, [customerBudgetId]);
  const rows = customerBudgetId === undefined ? [] : (await client.query<FoundLimits>(query)).rows;
  const [row] = rows;
  const models = row === undefined ? undefined : toModelLimits(row);
  const amount = maxCustomerBudget === undefined ? {} : { maxBudget: maxCustomerBudget };
  const limits = { ...amount, ...(row === undefined ? {} : toLimits(row)) };
  return { limits, ...(models !== undefined && { models }) };
}
