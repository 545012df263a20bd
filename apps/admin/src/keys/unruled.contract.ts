import type { BudgetRepository } from '@tollgate/persistence';
import { KeyPolicy } from './key-policy.service.js';

/** The policy of an operator who says nothing of keys: no budget is ever looked up for it. */
export const UNRULED = new KeyPolicy(
  {
    defaults: {},
    bounds: {},
    team: { required: [] },
    personal: { required: [] },
    teamOnly: false,
    checksAliases: false,
  },
  {} as BudgetRepository,
);
