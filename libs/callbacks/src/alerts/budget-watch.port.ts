/** Looks for events of budgets in what the ledger has. */
export abstract class BudgetWatch {
  /**
   * Judges the oldest balances that changed, and keeps each event that is new together with an outbox row for each sink of events: all
   * or none, also when several do it at once or die in between. Resolves to how many changes it judged; 0: there are none. Rejects when
   * the store cannot be asked: what was not judged stays for the next round.
   */
  abstract judge(changesMax: number): Promise<number>;
}
