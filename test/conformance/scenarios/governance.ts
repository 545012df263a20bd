import type { Scenario, Step } from './scenario.js';

const chat = (
  key: string | undefined,
  model: string,
  more: object = {},
  headers: Readonly<Record<string, string>> = {},
): Step => ({
  do: 'POST /v1/chat/completions',
  ...(key !== undefined && { key }),
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
      {
        do: 'POST /customer/delete',
        body: { user_ids: ['cu-${uid}', 'cr-${uid}'] },
        recorded: { key: 'k', calls: 4 },
      },
      { do: 'POST /customer/delete', body: { user_ids: ['cu-${uid}'] } },
    ],
  },
  {
    name: 'spend and activity',
    steps: [
      { do: 'POST /team/new', body: { team_id: 'st-${uid}' } },
      {
        do: 'POST /key/generate',
        body: {
          team_id: 'st-${uid}',
          user_id: 'su-${uid}',
          key_alias: 'sk-${uid}',
          metadata: { spend_logs_metadata: { app: 'x' } },
        },
        save: { k: 'key', h: 'token_id' },
      },
      chat('${k}', 'priced', { user: 'end-${uid}', metadata: { tags: ['blue'], generation_name: 'g' } }),
      chat('${k}', 'priced', { stream: true }),
      chat('${k}', 'openai/err-500'),
      { do: 'GET /spend/logs?api_key=${h}', booked: 'k', spent: 0.08 },
      { do: 'GET /spend/logs?api_key=${k}&start_date=${today}&end_date=${tomorrow}' },
      { do: 'GET /spend/logs?user_id=su-${uid}' },
      { do: 'GET /spend/logs?request_id=none-${uid}' },
      {
        do: 'GET /spend/logs/v2?start_date=${today}%2000:00:00&end_date=${tomorrow}%2000:00:00&api_key=${h}&page_size=10',
      },
      { do: 'GET /key/info?key=${k}' },
      { do: 'GET /team/info?team_id=st-${uid}' },
      { do: 'GET /user/info?user_id=su-${uid}' },
      { do: 'GET /team/daily/activity?team_ids=st-${uid}&start_date=${today}&end_date=${today}' },
      { do: 'GET /user/daily/activity?start_date=${today}&end_date=${today}', key: '${k}' },
      // of everybody: what other scenarios spent is in it
      { do: 'GET /spend/tags', ignore: [''] },
      { do: 'GET /spend/users?user_id=su-${uid}' },
      { do: 'GET /spend/keys?limit=1', ignore: [''] },
      { do: 'GET /spend/logs', key: '${k}' },
      { do: 'GET /spend/logs/v2?start_date=x&end_date=y' },
      { do: 'POST /spend/calculate', body: { model: 'priced', messages: [{ role: 'user', content: 'x' }] } },
      { do: 'POST /cost/estimate', body: { model: 'gpt-4o', input_tokens: 1000, output_tokens: 100 } },
    ],
  },
  {
    name: 'models kept in the database',
    steps: [
      {
        do: 'POST /model/new',
        body: {
          model_name: 'mdb-${uid}',
          litellm_params: {
            model: 'openai/first',
            api_base: '${upstream}/v1',
            api_key: 'sk-kept-secret',
            input_cost_per_token: 0.01,
            output_cost_per_token: 0.02,
          },
          model_info: { id: 'mid-${uid}', custom: 'note' },
        },
        ignore: ['litellm_params'],
      },
      chat(undefined, 'mdb-${uid}'),
      { do: 'GET /model/info?litellm_model_id=mid-${uid}', ignore: ['data.0.model_info.access_via_team_ids'] },
      { do: 'GET /model_group/info?model_group=mdb-${uid}' },
      {
        do: 'POST /model/update',
        body: {
          model_name: 'mdb-${uid}',
          litellm_params: { model: 'openai/second' },
          model_info: { id: 'mid-${uid}' },
        },
        ignore: ['litellm_params'],
      },
      { do: 'POST /model/new', body: { model_name: 'broken' } },
      { do: 'POST /model/new', body: { litellm_params: {} } },
      { do: 'GET /model/info?litellm_model_id=none-${uid}' },
      { do: 'POST /model/delete', body: { id: 'mid-${uid}' } },
      { do: 'POST /model/delete', body: { id: 'mid-${uid}' } },
    ],
  },
];
