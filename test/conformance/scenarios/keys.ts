import type { Scenario, Step } from './scenario.js';

const chat = (key: string, model = 'gpt-4o'): Step => ({
  do: 'POST /v1/chat/completions',
  key,
  body: { model, messages: [{ role: 'user', content: 'x' }] },
});
const generate = (body: object, more: Partial<Step> = {}): Step => ({ do: 'POST /key/generate', body, ...more });

export const KEYS: readonly Scenario[] = [
  {
    name: 'key lifecycle',
    steps: [
      generate(
        {
          key_alias: 'alias-${uid}',
          models: ['gpt-4o', 'gpt-4o-mini'],
          max_budget: 10,
          metadata: { team: 'core' },
          duration: '30d',
          tpm_limit: 1000,
          rpm_limit: 100,
          budget_duration: '30d',
        },
        { save: { k: 'key', h: 'token_id' } },
      ),
      chat('${k}'),
      chat('${k}', 'claude'),
      { do: 'GET /key/info?key=${k}' },
      { do: 'GET /key/info', key: '${k}' },
      { do: 'GET /key/info?key=${h}' },
      { do: 'GET /v1/models', key: '${k}' },
      { do: 'POST /key/update', body: { key: '${k}', models: ['claude'], max_budget: 20 } },
      { do: 'GET /key/info?key=${k}' },
      chat('${k}'),
      { do: 'POST /key/block', body: { key: '${k}' } },
      chat('${k}', 'claude'),
      { do: 'POST /key/unblock', body: { key: '${k}' } },
      { do: 'GET /key/list?key_alias=alias-${uid}&return_full_object=true' },
      { do: 'POST /key/delete', body: { keys: ['${k}'] } },
      chat('${k}', 'claude'),
      { do: 'GET /key/info?key=${k}' },
    ],
  },
  {
    name: 'key generate defaults and errors',
    steps: [
      generate({}),
      generate({ key: 'sk-own-${uid}', key_alias: 'own-${uid}' }, { save: { k: 'key' } }),
      generate({ key_alias: 'own-${uid}' }),
      generate({ key: 'bad-${uid}' }),
      generate({ max_budget: 'ten' }),
      generate({ duration: '5 parsecs' }),
      generate({ team_id: 'nope-${uid}' }),
      generate({}, { key: '${k}' }),
      { do: 'POST /key/delete', body: { keys: ['sk-nope-${uid}'] } },
      { do: 'POST /key/update', body: { key: 'sk-nope-${uid}', max_budget: 1 } },
      { do: 'POST /key/delete', key: '${k}', body: { key_aliases: ['own-${uid}'] } },
    ],
  },
  {
    name: 'key budget spent',
    steps: [
      generate({ max_budget: 0.03 }, { save: { k: 'key' } }),
      chat('${k}', 'priced'),
      { ...chat('${k}', 'priced'), booked: 'k' },
      { do: 'GET /key/info?key=${k}', ignore: ['info.spend'], booked: 'k' },
    ],
  },
  {
    name: 'key rate limit',
    steps: [
      generate({ rpm_limit: 1 }, { save: { k: 'key' } }),
      chat('${k}'),
      chat('${k}'),
      generate({ max_parallel_requests: 0 }, { save: { k2: 'key' } }),
      chat('${k2}'),
    ],
  },
  {
    name: 'key expiry',
    steps: [
      generate({ duration: '1s' }, { save: { k: 'key', expiry: 'expires' } }),
      { ...chat('${k}'), after: 'expiry' },
    ],
  },
];
