import type { BudgetEvent } from './budget-event.js';

/** Reads events of budgets back, for those who are told of them. */
export abstract class BudgetEventSource {
  /** undefined: it is not kept any more. Rejects when the store cannot be asked. */
  abstract find(id: string): Promise<BudgetEvent | undefined>;
}
