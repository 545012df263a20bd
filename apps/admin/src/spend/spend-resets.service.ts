import { Injectable } from '@nestjs/common';
import { EpochPoller } from '@tollgate/auth';
import { usdFromNanoUsd } from '@tollgate/kernel';
import { type Author, SpendResetRepository } from '@tollgate/persistence';

/** LiteLLM's `/global/spend/reset`: entries of the ledger for all keys and teams, as `/key/{key}/reset_spend` makes one. */
@Injectable()
export class SpendResets {
  constructor(
    private readonly resets: SpendResetRepository,
    private readonly epochs: EpochPoller,
  ) {}

  /** `previous_spend`: dollars that the balances came to. */
  async all(author: Author): Promise<object> {
    const { keys, teams, amountNano } = await this.resets.resetAll(author);
    await this.epochs.poll();
    return {
      message: 'Spend for all API Keys and Teams reset successfully',
      status: 'success',
      ...{ keys, teams, previous_spend: usdFromNanoUsd(amountNano) },
    };
  }
}
