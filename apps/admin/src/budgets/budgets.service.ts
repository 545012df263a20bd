import { Injectable } from '@nestjs/common';
import { refuseFreeingOfBudget, refuseLimits } from '@tollgate/admission';
import { EpochPoller } from '@tollgate/auth';
import { ALL_POWERS, type GatewayError, type Principal } from '@tollgate/canonical';
import { IdSource } from '@tollgate/kernel';
import { type Author, BudgetRepository, type BudgetSettings, powersIn, type StoredBudget } from '@tollgate/persistence';
import { toBudgetTable } from '../keys/budget.mapper.js';
import { type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import { toBudgetFields } from './budget-fields.js';
import { ambiguousBudget, ownBudget, badBudget, noSuchBudget, refuseBudgetProblem } from './budget-refusals.js';
import type { ListBudgetsQuery } from './dto/budget-ref.dto.js';
import type { BudgetSettingsDto } from './dto/budget-settings.dto.js';
import { OwnBudgets } from './own-budgets.service.js';
import { readBudgetSettings } from './read-budget-settings.js';

/**
 * Budgets by id. What changes one is one transaction with its epoch and its audit row, and answers when this process has heard of
 * it: the next call of whoever is linked is judged by it.
 */
@Injectable()
export class Budgets {
  constructor(
    private readonly budgets: BudgetRepository,
    private readonly epochs: EpochPoller,
    private readonly ids: IdSource,
    private readonly own: OwnBudgets,
  ) {}

  async create(dto: BudgetSettingsDto, author: Author): Promise<object> {
    const settings = readBudgetSettings(dto);
    const id = dto.budget_id ?? this.ids.newId();
    const made = await this.budgets.create(id, settings, author);
    if (!made.ok) throw refuseBudgetProblem(made.error, id);
    await this.epochs.poll();
    return toBudgetTable(made.value);
  }

  /**
   * A budget by id, or the limits of a holder's own that are shown under it. Tenants choose the ids of their projects: where an id means
   * several, none is changed, or one could bend what an admin meant for another to his own.
   */
  async update(dto: BudgetSettingsDto, caller: Principal, author: Author): Promise<object> {
    const settings = readBudgetSettings(dto);
    const id = dto.budget_id;
    if (id == null) throw badBudget('budget_id is required');
    const [holder, ...others] = await this.own.holdersOf(id);
    const [stored] = await this.budgets.findMany([id]);
    if (holder === undefined) return this.updateStored(id, stored, settings, { caller, author });
    if (others.length > 0 || stored !== undefined)
      throw ambiguousBudget(id, [holder, ...others], { isStored: stored !== undefined });
    const own = await this.own.update(holder, dto, caller, author);
    if (own === undefined) throw noSuchBudget(id);
    return own;
  }

  private async updateStored(
    id: string,
    before: StoredBudget | undefined,
    settings: BudgetSettings,
    { caller, author }: { readonly caller: Principal; readonly author: Author },
  ): Promise<object> {
    const refusal = before === undefined ? undefined : refuseRaise(caller, before, settings);
    if (refusal !== undefined) throw refusal;
    const written = await this.budgets.update(id, settings, author);
    if (written === undefined) throw noSuchBudget(id);
    await this.epochs.poll();
    return toBudgetTable(written);
  }

  async info(ids: readonly string[]): Promise<readonly object[]> {
    if (ids.length === 0) throw badBudget("Specify list of budget id's to query. Passed in=[]");
    return (await this.budgets.findMany(ids)).map(toBudgetTable);
  }

  async settings(id: string): Promise<readonly object[]> {
    const [budget] = await this.budgets.findMany([id]);
    if (budget === undefined) throw noSuchBudget(id);
    return toBudgetFields(budget);
  }

  async list({ page, page_size: size }: ListBudgetsQuery): Promise<HeadedAnswer> {
    const { budgets, total } = await this.budgets.list({ page, size });
    return { body: budgets.map(toBudgetTable), headers: pageHeaders(total, page, size) };
  }

  /** The budget as it was; null: there was none (transcript budgets-by-id, step 12). */
  async delete(id: string, author: Author): Promise<object | null> {
    const deleted = await this.budgets.delete(id, author);
    if (!deleted.ok) throw refuseBudgetProblem(deleted.error, id);
    if (deleted.value === undefined) {
      const holders = await this.own.holdersOf(id);
      if (holders.length > 0) throw ownBudget(id, holders);
      return null;
    }
    await this.epochs.poll();
    return toBudgetTable(deleted.value);
  }
}

/** A key with limits of its own may be linked to the budget, or make one that is: it raises none. */
function refuseRaise(caller: Principal, before: StoredBudget, settings: BudgetSettings): GatewayError | undefined {
  const powers = { ...ALL_POWERS, ...powersIn(before) };
  const after = { ...powers, ...powersIn(settings) };
  return refuseLimits(caller, powers, after) ?? refuseFreeingOfBudget(caller, powers, after);
}
