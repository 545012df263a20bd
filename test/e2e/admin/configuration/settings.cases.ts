import { settings } from '../../../../libs/catalog/src/test-doubles.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Refusal {
  readonly error: { readonly message: string; readonly param: string };
}

interface Field {
  readonly field_name: string;
  readonly field_value: unknown;
  readonly stored_in_db: boolean;
}

describe('settings over the API', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const valueOf = async (section: string, name: string) =>
    (await admin.call<Field>(`GET /config/field/info?config_type=${section}&field_name=${name}`)).body.field_value;
  const update = (body: object) => admin.call<Refusal>('POST /config/update', { body });

  it('are in effect when they are answered, and the file is again when they are taken back', async () => {
    const before = await valueOf('router_settings', 'num_retries');
    expect(
      await update({ router_settings: { num_retries: 7, timeout: 12.5 }, litellm_settings: { drop_params: true } }),
    ).toMatchObject({
      status: 200,
      body: { message: 'Config updated successfully' },
    });
    expect(await valueOf('router_settings', 'num_retries')).toBe(7);
    expect(await valueOf('router_settings', 'timeout')).toBe(12.5);
    expect(await valueOf('litellm_settings', 'drop_params')).toBe(true);
    // what is not sent stays
    await update({ router_settings: { num_retries: 1 } });
    expect(await valueOf('router_settings', 'timeout')).toBe(12.5);
    await update({ router_settings: { num_retries: null } });
    expect(await valueOf('router_settings', 'num_retries')).toBe(before);
  });

  it('are listed with what is in effect and where it stands, and changed one by one', async () => {
    const set = await admin.call('POST /config/field/update', {
      body: { field_name: 'idle_timeout', field_value: 33, config_type: 'general_settings' },
    });
    expect(set.body).toMatchObject({ param_name: 'general_settings', param_value: { idle_timeout: 33 } });
    const listed = async () =>
      (await admin.call<readonly Field[]>('GET /config/list?config_type=general_settings')).body.find(
        ({ field_name }) => field_name === 'idle_timeout',
      );
    expect(await listed()).toMatchObject({ field_value: 33, stored_in_db: true, field_type: 'Float' });
    await admin.call('POST /config/field/delete', { body: { field_name: 'idle_timeout' } });
    expect(await listed()).toMatchObject({ field_value: 60, stored_in_db: false });
  });

  it.each([
    ['a value that cannot be', { router_settings: { num_retries: 5, timeout: -1 } }, 'router_settings.timeout'],
    ['a model that is none', { router_settings: { fallbacks: [{ '*': ['nobody'] }] } }, 'router_settings.fallbacks'],
    ['a fallback in another form', { router_settings: { fallbacks: [{ a: 'b' }] } }, 'router_settings.fallbacks'],
    [
      'a status that is none of a budget',
      { general_settings: { budget_exceeded_status_code: 200 } },
      'general_settings.budget_exceeded_status_code',
    ],
    ['the master key', { general_settings: { master_key: 'sk-taken-over-0123456789' } }, 'general_settings.master_key'],
    ['an address', { general_settings: { database_url: 'postgresql://x/y' } }, 'general_settings.database_url'],
    ['a callback', { litellm_settings: { success_callback: ['webhook'] } }, 'litellm_settings.success_callback'],
    [
      'an open door',
      { general_settings: { allow_client_mock_response: true } },
      'general_settings.allow_client_mock_response',
    ],
    [
      'a way around lists of models',
      { router_settings: { fallbacks_beyond_model_lists: true } },
      'router_settings.fallbacks_beyond_model_lists',
    ],
    ['a variable', { environment_variables: { OPENAI_API_KEY: 'sk-x' } }, 'environment_variables.OPENAI_API_KEY'],
  ])('refuse %s by name, and change nothing', async (_, body, param) => {
    const before = await admin.everyRow();
    const good = { litellm_settings: { num_retries: 9 } };
    const answer = await update({ ...good, ...body });
    expect(answer).toMatchObject({ status: 400, body: { error: { param } } });
    expect(answer.body.error.message).toContain(param);
    expect(await admin.everyRow()).toEqual(before);
  });

  it('resolve no variable of the environment', async () => {
    const body = { general_settings: { error_suffix: 'os.environ/PATH' } };
    const { status, body: answer } = await update(body);
    expect(status).toBe(400);
    expect(JSON.stringify(answer)).not.toContain(process.env['PATH'] ?? 'nothing');
  });

  it("show the router's, and what may be set of it", async () => {
    await update({ router_settings: { max_fallbacks: 3 } });
    const { body } = await admin.call<{ fields: readonly Field[]; current_values: object }>('GET /router/settings');
    expect(body.current_values).toMatchObject({ max_fallbacks: 3, routing_strategy: 'simple-shuffle' });
    expect(body.fields.find(({ field_name }) => field_name === 'max_fallbacks')).toMatchObject({ field_value: 3 });
    const fields = await admin.call<{ fields: readonly Field[] }>('GET /router/fields');
    expect(new Set(fields.body.fields.map(({ field_value }) => field_value))).toEqual(new Set([null]));
    expect(fields.body.fields.map(({ field_name }) => field_name)).toEqual(
      body.fields.map(({ field_name }) => field_name),
    );
  });

  it('are refused where the operator keeps nothing in the database', async () => {
    const strict = await startAdmin({ admin: { ...settings([]).admin, keepsModels: false } });
    try {
      const answer = await strict.call<Refusal>('POST /config/update', {
        body: { router_settings: { num_retries: 1 } },
      });
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringContaining('store_model_in_db') } },
      });
    } finally {
      await strict.close();
    }
  });
});

describe('callbacks and caches over the API', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    const sinks = [{ sink: 'langfuse', success: true, failure: true, content: true }];
    const langfuse = {
      host: 'https://langfuse.example',
      defaultTags: [],
      publicKey: 'pk-x',
      secretKey: 'sk-lf-secret',
    };
    const alerts = ['slack', 'slack-2', 'webhook'].map((name) => ({
      kind: name === 'webhook' ? ('webhook' as const) : ('slack' as const),
      name,
      url: `https://alerts.example/secret-of-${name}`,
    }));
    admin = await startAdmin({ more: { sinks, langfuse, alerts } });
  });
  afterAll(() => admin.close());

  it('are listed as they are in use, without secrets', async () => {
    expect((await admin.call('GET /callbacks/list')).body).toEqual({
      success: [],
      failure: [],
      success_and_failure: ['langfuse'],
    });
    expect((await admin.call('GET /active/callbacks')).body).toMatchObject({
      all_litellm_callbacks: ['langfuse'],
      num_callbacks: 1,
      alerting: 'slack, webhook',
      num_alerting: 2,
    });
    const inUse = await admin.call('GET /get/config/callbacks');
    expect(inUse.body).toMatchObject({
      status: 'success',
      callbacks: [
        { name: 'langfuse', type: 'success_and_failure', variables: { LANGFUSE_HOST: 'https://langfuse.example' } },
      ],
      alerts: [{ name: 'slack' }, { name: 'webhook' }],
    });
    expect(JSON.stringify(inUse.body)).not.toMatch(/sk-lf-secret|secret-of/);
    expect(await admin.call('GET /callbacks/configs')).toMatchObject({ status: 200, body: [{ id: 'langfuse' }] });
  });

  it("are not taken out of the operator's file", async () => {
    const remove = (callback_name: string) => admin.call('POST /config/callback/delete', { body: { callback_name } });
    expect((await remove('langfuse')).status).toBe(400);
    expect((await remove('webhook')).status).toBe(404);
  });

  it.each([
    'GET /cache/ping',
    'GET /cache/redis/info',
    'POST /cache/settings',
    'POST /cache/delete',
    'POST /cache/flushall',
  ])('say of %s that there is no cache, as LiteLLM does without one', async (route) => {
    const body = route.startsWith('POST') ? { keys: ['x'] } : undefined;
    expect(await admin.call(route, { body })).toMatchObject({
      status: 503,
      body: { error: { type: 'cache_ping_error', message: expect.stringContaining('Cache not initialized') } },
    });
  });

  it('know no settings of a cache', async () => {
    expect((await admin.call('GET /cache/settings')).body).toMatchObject({ fields: [], current_values: {} });
  });
});
