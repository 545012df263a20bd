import { isDeepStrictEqual } from 'node:util';
import { computeWindow } from '@tollgate/admission';
import type { ScopeLimits } from '@tollgate/canonical';
import type { Instant, JsonObject } from '@tollgate/kernel';
import { Prisma } from '../generated/prisma/client.js';
import { beginOpening, noteOpenings } from '../ledger/window-openings.js';
import { type ModelSettings, toModelLimits } from '../keys/model-limits.js';
import { SPENDERS, type Spenders, type SpenderScope } from './spenders.js';

interface ModelColumns {
  readonly modelMaxBudget?: Prisma.JsonValue;
  readonly budgetTimeZone: string | null;
  readonly createdAt: Date;
}

/** Whoever can have budgets by model, with the budget that is linked to it. */
export interface ModelBudgetHolder extends ModelColumns {
  readonly budget: ModelColumns | null;
}

/**
 * A holder whose use of a model gets a budget, its own or by another linked budget: what it spent on that model in the window that is
 * running is summed once from the facts, so that the budget counts it. `before` is absent where the holder is made.
 */
export async function openModelShares(
  tx: Prisma.TransactionClient,
  scope: SpenderScope,
  change: { readonly id: string; readonly before?: ModelBudgetHolder; readonly after: ModelBudgetHolder },
  now: Instant,
): Promise<void> {
  const after = settingsOf(change.after);
  const before = change.before === undefined ? undefined : settingsOf(change.before);
  if (isDeepStrictEqual(before, after)) return;
  const spenders = SPENDERS[scope];
  await openShares(tx, spenders, spenders.from(spenders.isOne(change.id)), { before, after }, now);
}

/** A budget that gets other limits by model: the same for each of its holders that has none of its own. */
export async function openLinkedShares(
  tx: Prisma.TransactionClient,
  {
    id,
    before,
    after,
  }: { readonly id: string; readonly before: ModelColumns | undefined; readonly after: ModelColumns },
  now: Instant,
): Promise<void> {
  const [old, settings] = [before === undefined ? undefined : ownSettings(before), ownSettings(after)];
  if (isDeepStrictEqual(old, settings) || toModelLimits(settings) === undefined) return;
  for (const spenders of Object.values(SPENDERS)) {
    const holders = spenders.from(Prisma.sql`${spenders.isLinked(id)} AND h.model_max_budget = '{}'`);
    if ((await tx.$queryRaw<object[]>`${holders} LIMIT 1`).length > 0)
      await openShares(tx, spenders, holders, { before: old, after: settings }, now);
  }
}

/**
 * A balance that is there from an earlier time of the same window lacks what was spent in between. What the window of the same model had spent
 * that ends by the change counts in the one that opens.
 */
async function openShares(
  tx: Prisma.TransactionClient,
  { scope, ofFact }: Spenders,
  holders: Prisma.Sql,
  { before, after }: { readonly before: ModelSettings | undefined; readonly after: ModelSettings },
  now: Instant,
): Promise<void> {
  const old = before === undefined ? {} : (toModelLimits(before) ?? {});
  const wanted = toModelLimits(after) ?? {};
  const limited = Object.keys(wanted);
  if (limited.length > 0) await beginOpening(tx);
  for (const [model, limits] of Object.entries(wanted)) {
    const since = startOf(limits, now);
    if (since === null) continue;
    const ended = Object.hasOwn(old, model) ? startOf(old[model], now) : null;
    const [name, suffix] = [`model_per_${scope}`, `:${model}`];
    await tx.$executeRaw`INSERT INTO tollgate.scope_balance AS b (scope, scope_id, window_start, amount_nano)
      SELECT ${name}, spent.id, ${since}, max(spent.amount) FROM (
        SELECT h.id::text || ${suffix} AS id, sum(f.cost_nano) AS amount
          FROM (${holders}) AS h JOIN tollgate.request_fact AS f ON ${ofFact}
            LEFT JOIN tollgate.request_attribute AS a ON a.received_at = f.received_at AND a.request_id = f.request_id
          WHERE f.received_at >= ${since} AND ${model} IN (tollgate.limited_name(${limited}::text[], f.model_group),
            tollgate.limited_name(${limited}::text[], a.model_requested)) GROUP BY h.id
        UNION ALL SELECT o.scope_id, o.amount_nano FROM (${holders}) AS h JOIN tollgate.scope_balance AS o
          ON o.scope = ${name} AND o.scope_id = h.id::text || ${suffix} AND o.window_start = ${ended}::timestamptz) AS spent
      WHERE spent.amount IS NOT NULL GROUP BY spent.id ORDER BY 2
      ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = greatest(b.amount_nano, excluded.amount_nano)`;
    const share = { scope: name, model, limited };
    await noteOpenings(tx, { scope, holders, start: since, ended: ended === null ? [] : [ended], share }, now);
  }
}

/** When the window of a model's money began; null: it has no limit of money. */
function startOf(limits: ScopeLimits | undefined, now: Instant): Date | null {
  if (limits?.maxBudget === undefined) return null;
  return new Date(limits.budgetWindow === undefined ? 0 : computeWindow(limits.budgetWindow, now).start);
}

/** Its own budgets by model, else the linked budget's, as the data plane has them. */
function settingsOf(holder: ModelBudgetHolder): ModelSettings {
  const own = ownSettings(holder);
  const linked = holder.budget === null ? undefined : ownSettings(holder.budget);
  return isEmpty(own.modelMaxBudget) && linked !== undefined && !isEmpty(linked.modelMaxBudget) ? linked : own;
}

function ownSettings({ modelMaxBudget = {}, budgetTimeZone, createdAt }: ModelColumns): ModelSettings {
  const budgets = (modelMaxBudget ?? {}) as JsonObject;
  return { modelMaxBudget: budgets, modelTimeZone: budgetTimeZone, modelsSince: createdAt.getTime() };
}

function isEmpty(budgets: JsonObject | null): boolean {
  return Object.keys(budgets ?? {}).length === 0;
}
