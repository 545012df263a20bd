import type { Scenario } from './scenario.js';

export const GOVERNANCE: readonly Scenario[] = [
  {
    name: 'budgets by id',
    steps: [
      {
        do: 'POST /budget/new',
        body: {
          budget_id: 'bud-${uid}',
          max_budget: 5,
          soft_budget: 4,
          budget_duration: '30d',
          tpm_limit: 1000,
          rpm_limit: 7,
          max_parallel_requests: 3,
        },
      },
      { do: 'POST /budget/info', body: { budgets: ['bud-${uid}', 'none-${uid}'] } },
      { do: 'GET /budget/settings?budget_id=bud-${uid}' },
      {
        do: 'POST /key/generate',
        body: { budget_id: 'bud-${uid}', key_alias: 'kb-${uid}' },
        save: { k: 'key' },
      },
      { do: 'GET /key/info?key=${k}' },
      { do: 'POST /budget/update', body: { budget_id: 'bud-${uid}', max_budget: 6 } },
      { do: 'GET /key/info?key=${k}' },
      { do: 'POST /budget/new', body: { max_budget: -1 } },
      { do: 'POST /budget/new', body: { budget_id: 'bad-${uid}', budget_duration: 'soon' } },
      { do: 'POST /budget/new', body: {} },
      { do: 'POST /budget/delete', body: { id: 'bud-${uid}' } },
      { do: 'POST /budget/delete', body: { id: 'bud-${uid}' } },
    ],
  },
];
