/** Limits of a holder and of the budget that it is linked to, as SQL: columns by the aliases of their tables. */
export interface LimitsSql {
  /** The holder's own, else its budget's. */
  readonly pick: (column: string) => string;
  /** A column of the window: from whichever gives the money. */
  readonly window: (column: string) => string;
  /** A column of the budgets by model: from whichever has some, else the holder's. */
  readonly ofModels: (column: string) => string;
}

export function limitsSql(holder: string, budget: string): LimitsSql {
  return {
    pick: (column) => `coalesce(${holder}.${column}, ${budget}.${column})`,
    window: (column) =>
      `CASE WHEN ${holder}.max_budget_nano IS NULL AND ${holder}.budget_duration IS NULL THEN ${budget}.${column} ELSE ${holder}.${column} END`,
    ofModels: (column) =>
      `CASE WHEN ${holder}.model_max_budget = '{}' AND ${budget}.model_max_budget <> '{}' THEN ${budget}.${column} ELSE ${holder}.${column} END`,
  };
}
