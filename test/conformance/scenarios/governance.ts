import type { Scenario, Step } from './scenario.js';

const chat = (key: string, model: string, more: object = {}, headers: Readonly<Record<string, string>> = {}): Step => ({
  do: 'POST /v1/chat/completions',
  key,
  headers,
  body: { model, messages: [{ role: 'user', content: 'x' }], ...more },
});

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
  {
    name: 'customers',
    steps: [
      { do: 'POST /budget/new', body: { budget_id: 'cb-${uid}', max_budget: 1000 } },
      { do: 'POST /customer/new', body: { user_id: 'cu-${uid}', alias: 'Acme ${uid}', budget_id: 'cb-${uid}' } },
      {
        do: 'POST /customer/new',
        body: { user_id: 'cr-${uid}', allowed_model_region: 'eu', default_model: 'gpt-4o-mini' },
      },
      { do: 'POST /customer/new', body: {} },
      { do: 'GET /customer/info?end_user_id=cu-${uid}' },
      { do: 'GET /customer/info?end_user_id=missing-${uid}' },
      { do: 'POST /key/generate', body: {}, save: { k: 'key' } },
      chat('${k}', 'priced', { user: 'cu-${uid}' }),
      chat('${k}', 'priced', {}, { 'x-litellm-end-user-id': 'cu-${uid}' }),
      chat('${k}', 'priced', {}, { 'x-openwebui-user-email': 'cu-${uid}' }),
      { do: 'GET /customer/info?end_user_id=cu-${uid}', booked: 'k', spent: 0.12 },
      { do: 'POST /customer/update', body: { user_id: 'cu-${uid}', blocked: true } },
      chat('${k}', 'gpt-4o', { user: 'cu-${uid}' }),
      { do: 'POST /customer/unblock', body: { user_ids: ['cu-${uid}'] } },
      { do: 'POST /customer/update', body: { user_id: 'missing-${uid}', alias: 'x' } },
      { do: 'POST /customer/delete', body: { user_ids: ['cu-${uid}', 'cr-${uid}'] } },
      { do: 'POST /customer/delete', body: { user_ids: ['cu-${uid}'] } },
    ],
  },
];
