import type { Scenario, Step } from './scenario.js';

const chat = (key: string, model = 'gpt-4o'): Step => ({
  do: 'POST /v1/chat/completions',
  key,
  body: { model, messages: [{ role: 'user', content: 'x' }] },
});

export const TEAMS: readonly Scenario[] = [
  {
    name: 'team lifecycle',
    steps: [
      {
        do: 'POST /team/new',
        body: {
          team_id: 'team-${uid}',
          team_alias: 'Core ${uid}',
          models: ['gpt-4o'],
          max_budget: 50,
          budget_duration: '7d',
          tpm_limit: 10000,
          rpm_limit: 100,
          metadata: { cost_center: 'cc1' },
        },
      },
      { do: 'POST /team/new', body: { team_id: 'team-${uid}' } },
      {
        do: 'POST /key/generate',
        body: { team_id: 'team-${uid}', models: ['all-team-models'] },
        save: { k: 'key' },
      },
      chat('${k}'),
      chat('${k}', 'claude'),
      { do: 'POST /team/update', body: { team_id: 'team-${uid}', models: ['gpt-4o', 'claude'] } },
      chat('${k}', 'claude'),
      { do: 'GET /team/info?team_id=team-${uid}' },
      {
        do: 'POST /team/member_add',
        body: { team_id: 'team-${uid}', member: { role: 'user', user_id: 'm-${uid}' }, max_budget_in_team: 5 },
      },
      {
        do: 'POST /team/member_add',
        body: { team_id: 'team-${uid}', member: { role: 'user', user_id: 'm-${uid}' } },
      },
      {
        do: 'POST /team/member_update',
        body: { team_id: 'team-${uid}', user_id: 'm-${uid}', max_budget_in_team: 7 },
      },
      { do: 'POST /team/member_delete', body: { team_id: 'team-${uid}', user_id: 'm-${uid}' } },
      { do: 'POST /team/block', body: { team_id: 'team-${uid}' } },
      chat('${k}'),
      { do: 'POST /team/unblock', body: { team_id: 'team-${uid}' } },
      { do: 'GET /team/info?team_id=nope-${uid}' },
      { do: 'POST /team/update', body: { team_id: 'nope-${uid}' } },
      { do: 'POST /team/delete', body: { team_ids: ['team-${uid}'] } },
      chat('${k}'),
      { do: 'POST /team/delete', body: { team_ids: ['team-${uid}'] } },
    ],
  },
  {
    name: 'user lifecycle',
    steps: [
      {
        do: 'POST /user/new',
        body: {
          user_id: 'user-${uid}',
          user_email: '${uid}@example.com',
          user_role: 'internal_user',
          max_budget: 5,
          models: ['gpt-4o'],
        },
        save: { k: 'key' },
      },
      { do: 'POST /user/new', body: { user_id: 'user-${uid}' } },
      { do: 'POST /user/new', body: { user_email: '${uid}@example.com' } },
      chat('${k}'),
      chat('${k}', 'claude'),
      { do: 'GET /user/info?user_id=user-${uid}' },
      { do: 'POST /user/update', body: { user_id: 'user-${uid}', max_budget: 9 } },
      { do: 'GET /user/list?user_ids=user-${uid}' },
      { do: 'POST /user/delete', body: { user_ids: ['user-${uid}'] } },
      chat('${k}'),
      { do: 'GET /user/info?user_id=user-${uid}' },
    ],
  },
  {
    name: 'team members, permissions and models',
    steps: [
      {
        do: 'POST /user/new',
        body: { user_id: 'lead-${uid}', user_role: 'internal_user' },
        save: { lead: 'key' },
      },
      {
        do: 'POST /team/new',
        body: {
          team_id: 'tm-${uid}',
          team_alias: 'TM ${uid}',
          members_with_roles: [{ role: 'user', user_id: 'lead-${uid}' }],
          models: ['gpt-4o-mini'],
          tpm_limit: 500,
        },
      },
      {
        do: 'POST /team/member_add',
        body: {
          team_id: 'tm-${uid}',
          member: [
            { role: 'user', user_id: 'a-${uid}' },
            { role: 'user', user_email: 'b-${uid}@example.com' },
          ],
          max_budget_in_team: 2,
        },
      },
      { do: 'GET /team/info?team_id=tm-${uid}', key: '${lead}' },
      { do: 'GET /team/permissions_list?team_id=tm-${uid}' },
      {
        do: 'POST /team/permissions_update',
        body: { team_id: 'tm-${uid}', team_member_permissions: ['/key/generate', '/key/update'] },
      },
      {
        do: 'POST /key/generate',
        key: '${lead}',
        body: { team_id: 'tm-${uid}', key_alias: 'lk-${uid}' },
        save: { lk: 'key' },
      },
      chat('${lk}', 'gpt-4o-mini'),
      chat('${lk}', 'gpt-4o'),
      { do: 'GET /v1/models', key: '${lk}' },
      { do: 'POST /team/model/add', body: { team_id: 'tm-${uid}', models: ['gpt-4o'] } },
      chat('${lk}', 'gpt-4o'),
      { do: 'POST /team/model/delete', body: { team_id: 'tm-${uid}', models: ['gpt-4o-mini'] } },
      chat('${lk}', 'gpt-4o-mini'),
      { do: 'GET /team/list?user_id=lead-${uid}' },
      { do: 'GET /v2/team/list?team_id=tm-${uid}&page=1&page_size=10' },
      { do: 'POST /team/member_delete', body: { team_id: 'tm-${uid}', user_id: 'nobody-${uid}' } },
      {
        do: 'POST /team/member_add',
        body: { team_id: 'none-${uid}', member: { role: 'user', user_id: 'x' } },
      },
      { do: 'POST /team/update', key: '${lead}', body: { team_id: 'tm-${uid}', max_budget: 1000 } },
      { do: 'POST /team/delete', key: '${lead}', body: { team_ids: ['tm-${uid}'] } },
    ],
  },
];
