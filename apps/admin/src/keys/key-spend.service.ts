import { Injectable } from '@nestjs/common';
import { EpochPoller } from '@tollgate/auth';
import { usdFromNanoUsd } from '@tollgate/kernel';
import { type Author, KeyRepository } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import { toUsd } from '../shown/to-usd.js';
import { readMoneyLimit } from '../validation/read-money.js';
import { unwrap } from '../validation/unwrap.js';
import type { KeyCaller } from './key-caller.js';
import { beyondSpend, keyNotFound } from './key-refusals.js';

/** Corrects what keys are shown to have spent: an entry of the ledger, never an overwritten sum. */
@Injectable()
export class KeySpend {
  constructor(
    private readonly keys: KeyRepository,
    private readonly epochs: EpochPoller,
  ) {}

  /** `dollars`: what the current window is to show as spent. */
  async reset(ref: string, dollars: number, { reach }: KeyCaller, author: Author): Promise<object> {
    const toNano = unwrap(readMoneyLimit('reset_to', dollars));
    const found = await this.keys.findByRef(ref, reach);
    const reset = found === undefined ? undefined : await this.keys.resetSpend(found.id, toNano, author);
    if (reset === undefined) throw keyNotFound();
    const { key, previousNano } = reset;
    if (previousNano < toNano) throw beyondSpend(dollars, usdFromNanoUsd(previousNano));
    await this.epochs.poll();
    return {
      key_hash: key.hash,
      spend: usdFromNanoUsd(key.spendNano),
      previous_spend: usdFromNanoUsd(previousNano),
      max_budget: toUsd(key.maxBudgetNano),
      budget_reset_at: toTime(key.budgetResetAt),
    };
  }
}
