import { type LiteLlmDatabase, tokenOf } from './litellm-database.js';
import { sealLiteLlm, sealLiteLlmGcm } from './seal-litellm.js';

/** Secrets of the seeded keys, as their clients hold them. */
export const SECRETS = {
  /** Of user ann in team t-red; 7 of 10 dollars spent in this month. */
  ann: 'sk-ann-0123456789abcdef',
  /** The secret that ann's key had before its rotation, an hour of grace left. */
  annBefore: 'sk-ann-before-0123456789',
  /** Of nobody, without limits. */
  free: 'sk-free-0123456789abcdef',
  /** With guardrails, which nothing enforces here. */
  guarded: 'sk-guarded-0123456789abc',
  dashboard: 'sk-dashboard-0123456789a',
  blocked: 'sk-blocked-0123456789abc',
} as const;

const HOUR_MS = 3_600_000;

/** Rows of every kind that is taken, and of some that are left. */
export async function seedLiteLlm(litellm: LiteLlmDatabase, now: number): Promise<void> {
  const at = (ms: number): string => new Date(now + ms).toISOString().slice(0, -1);
  const dates = { created_at: at(-90 * 24 * HOUR_MS), updated_at: at(-HOUR_MS) };
  const authorship = { ...dates, created_by: 'root', updated_by: 'root' };
  const resetsIn = (days: number) => ({ budget_duration: `${String(days)}d`, budget_reset_at: at(24 * HOUR_MS) });
  await litellm.insert(
    'BudgetTable',
    { budget_id: 'b-org', max_budget: 1000, ...authorship },
    { budget_id: 'b-member', max_budget: 5, rpm_limit: 60, allowed_models: ['gpt-4o'], ...resetsIn(7), ...authorship },
    { budget_id: 'b-customer', max_budget: 2.5, ...resetsIn(1), ...authorship },
  );
  await litellm.insert('OrganizationTable', {
    organization_id: 'o-1',
    organization_alias: 'Org One',
    budget_id: 'b-org',
    models: ['gpt-4o'],
    metadata: { note: 'x', model_rpm_limit: { 'gpt-4o': 9 } },
    spend: 123.5,
    ...authorship,
  });
  await litellm.insert(
    'UserTable',
    {
      user_id: 'ann',
      user_email: 'Ann@Example.com',
      user_role: 'internal_user',
      spend: 8,
      max_budget: 50,
      models: [],
      ...dates,
    },
    {
      user_id: 'bob',
      user_email: 'ann@example.com',
      user_role: 'proxy_admin_viewer',
      models: [],
      password: 'scrypt:x',
    },
    { user_id: 'eve', user_role: 'customer', models: [] },
    { user_id: 'fay', user_email: 'Gus@example.com', models: [] },
    { user_id: 'gus@Example.com', user_email: 'gus@example.com', models: [] },
  );
  await litellm.insert('OrganizationMembership', { user_id: 'bob', organization_id: 'o-1', user_role: 'org_admin' });
  await litellm.insert('ModelTable', {
    id: 7,
    aliases: JSON.stringify({ fast: 'gpt-4o' }),
    created_by: 'root',
    updated_by: 'root',
  });
  await litellm.insert('TeamTable', {
    team_id: 't-red',
    team_alias: 'Red',
    organization_id: 'o-1',
    admins: [],
    members: [],
    members_with_roles: [
      { role: 'user', user_id: 'ann' },
      { role: 'admin', user_id: 'bob' },
      { role: 'user', user_id: 'gone' },
    ],
    metadata: {
      tags: ['red'],
      team_member_budget_id: 'b-member',
      logging: [{ callback_vars: { langfuse_secret_key: 'sk-lf-canary' } }],
    },
    max_budget: 200,
    spend: 20.25,
    models: ['gpt-4o'],
    model_id: 7,
    team_member_permissions: ['/key/info'],
    ...resetsIn(30),
  });
  await litellm.insert('TeamMembership', {
    user_id: 'ann',
    team_id: 't-red',
    spend: 1.5,
    total_spend: 11.5,
    budget_id: 'b-member',
  });
  await litellm.insert('ProjectTable', {
    project_id: 'p-1',
    project_alias: 'P',
    team_id: 't-red',
    models: [],
    spend: 3,
    ...authorship,
  });
  await litellm.insert(
    'EndUserTable',
    { user_id: 'shop', alias: 'The shop', spend: 2, budget_id: 'b-customer' },
    { user_id: 'thief', blocked: true },
  );
  await litellm.insert('TagTable', {
    tag_name: 'red',
    description: 'of red',
    models: [],
    spend: 1.5,
    budget_id: 'b-customer',
    created_by: 'root',
  });
  await litellm.insert('AccessGroupTable', {
    access_group_id: 'g-1',
    access_group_name: 'fast models',
    access_model_names: ['gpt-4o'],
  });
  const key = { models: [] as string[], ...authorship };
  await litellm.insert(
    'VerificationToken',
    {
      ...key,
      token: tokenOf(SECRETS.ann),
      key_name: 'sk-...cdef',
      key_alias: 'ann-key',
      user_id: 'ann',
      team_id: 't-red',
      models: ['gpt-4o'],
      max_budget: 10,
      spend: 7,
      ...resetsIn(30),
      rpm_limit: 100,
      metadata: { tags: ['a'], owner: 'Ann', model_tpm_limit: { 'gpt-4o': 1000 } },
      rotation_count: 1,
    },
    {
      ...key,
      created_at: at(-HOUR_MS),
      token: tokenOf(SECRETS.free),
      key_name: 'sk-...cdef',
      key_alias: 'ann-key',
      spend: 0.000000123,
    },
    { ...key, token: tokenOf(SECRETS.guarded), key_alias: 'guarded', metadata: { guardrails: ['pii'] } },
    { ...key, token: tokenOf(SECRETS.blocked), key_alias: 'blocked', blocked: true },
    { ...key, token: tokenOf(SECRETS.dashboard), team_id: 'litellm-dashboard', user_id: 'ann' },
    { ...key, token: tokenOf('sk-orphan'), key_alias: 'orphan', team_id: 't-gone' },
  );
  await litellm.insert(
    'CredentialsTable',
    {
      credential_id: 'c-1',
      credential_name: 'shared',
      credential_values: {
        api_key: sealLiteLlmGcm('sk-credential-canary'),
        api_base: sealLiteLlmGcm('https://shared.example.com/v1'),
      },
      credential_info: { custom_llm_provider: 'OpenAI' },
      ...authorship,
    },
    {
      credential_id: 'c-2',
      credential_name: 'lost',
      credential_values: { api_key: sealLiteLlm('sk-lost', 'a salt key that is lost') },
      ...authorship,
    },
  );
  await litellm.insert(
    'ProxyModelTable',
    {
      model_id: 'm-1',
      model_name: 'kept-model',
      litellm_params: {
        model: sealLiteLlm('openai/gpt-4o'),
        api_key: sealLiteLlm('sk-provider-canary'),
        api_base: sealLiteLlm('https://api.example.com/v1'),
        rpm: 5,
      },
      model_info: { id: 'm-1', db_model: true, mode: 'chat' },
      ...authorship,
    },
    {
      model_id: 'm-2',
      model_name: 'model_name_t-red_1',
      litellm_params: { model: sealLiteLlm('openai/gpt-4o'), api_key: sealLiteLlm('os.environ/RED_KEY') },
      model_info: { id: 'm-2', team_id: 't-red', team_public_model_name: 'red-model' },
      ...authorship,
    },
    {
      model_id: 'm-3',
      model_name: 'lost-model',
      litellm_params: { model: sealLiteLlm('openai/gpt-4o', 'a salt key that is lost') },
      ...authorship,
    },
    {
      model_id: 'm-4',
      model_name: 'shared-model',
      litellm_params: { model: sealLiteLlm('openai/gpt-4o'), litellm_credential_name: sealLiteLlm('shared') },
      ...authorship,
    },
  );
  await litellm.insert('DeprecatedVerificationToken', {
    id: 'd-1',
    token: tokenOf(SECRETS.annBefore),
    active_token_id: tokenOf(SECRETS.ann),
    revoke_at: at(HOUR_MS),
  });
  await litellm.insert('SpendLogs', {
    request_id: 'chatcmpl-1',
    call_type: 'acompletion',
    startTime: at(-HOUR_MS),
    endTime: at(-HOUR_MS),
    api_key: tokenOf(SECRETS.ann),
  });
  await litellm.insert('GuardrailsTable', {
    guardrail_id: 'x',
    guardrail_name: 'pii',
    litellm_params: {},
    updated_at: at(0),
  });
}
