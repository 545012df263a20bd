import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Refusal {
  readonly error: { readonly message: string; readonly param: string };
}

describe('the models that take over from one', () => {
  let admin: TestAdmin;
  let model: string;
  let other: string;
  let third: string;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  beforeEach(async () => {
    [model, other, third] = [admin.newId(), admin.newId(), admin.newId()];
    for (const name of [model, other, third]) await admin.makeModel({ name });
  });
  afterAll(() => admin.close());

  const set = (body: object) => admin.call<Refusal>('POST /fallback', { body });
  const find = (name: string, type = 'general') => admin.call(`GET /fallback/${name}?fallback_type=${type}`);

  it.each(['general', 'context_window', 'content_policy'])(
    "are set, changed, found and taken back in LiteLLM's words, each kind for itself: %s",
    async (fallback_type) => {
      const body = { model, fallback_models: [other, third], fallback_type };
      expect(await set(body)).toMatchObject({
        status: 200,
        body: { ...body, message: 'Fallback configuration created successfully' },
      });
      expect(await find(model, fallback_type)).toMatchObject({ status: 200, body });
      const changed = { ...body, fallback_models: [third] };
      expect((await set(changed)).body).toMatchObject({ message: 'Fallback configuration updated successfully' });
      expect((await find(model, fallback_type)).body).toEqual(changed);
      const others = ['general', 'context_window', 'content_policy'].filter((type) => type !== fallback_type);
      for (const type of others) expect((await find(model, type)).status).toBe(404);
      const deleted = await admin.call(`DELETE /fallback/${model}?fallback_type=${fallback_type}`);
      expect(deleted).toMatchObject({ status: 200, body: { model, fallback_type } });
      expect((await find(model, fallback_type)).status).toBe(404);
      expect((await admin.call(`DELETE /fallback/${model}?fallback_type=${fallback_type}`)).status).toBe(404);
    },
  );

  it('are general ones unless said otherwise, and leave those of other models alone', async () => {
    await set({ model, fallback_models: [other] });
    expect((await set({ model: other, fallback_models: [third], fallback_type: null })).status).toBe(200);
    expect((await admin.call(`GET /fallback/${model}`)).body).toMatchObject({ fallback_models: [other] });
    await admin.call(`DELETE /fallback/${other}`);
    expect((await admin.call(`GET /fallback/${model}`)).status).toBe(200);
  });

  it('are refused, by name and without a change, where they could not take over', async () => {
    const before = await admin.everyRow();
    const refused = async (body: object) => {
      const answer = await set({ model, fallback_models: [other], ...body });
      return [answer.status, answer.body.error.message];
    };
    expect(await refused({ fallback_models: [model] })).toEqual([400, expect.stringContaining('its own fallback')]);
    expect(await refused({ fallback_models: [other, other] })).toEqual([400, expect.stringContaining('twice')]);
    expect(await refused({ fallback_models: ['nobody'] })).toEqual([400, expect.stringContaining("'nobody'")]);
    expect(await refused({ fallback_models: ['*'] })).toEqual([400, expect.stringContaining("'*'")]);
    expect(await refused({ fallback_models: [] })).toEqual([400, expect.stringContaining('at least one')]);
    expect(await refused({ model: 'nobody' })).toEqual([400, expect.stringContaining("'nobody'")]);
    expect((await set({ model, fallback_models: [other], fallback_type: 'any' })).status).toBe(422);
    expect(await admin.everyRow()).toEqual(before);
  });

  it('may be those of every model', async () => {
    expect((await set({ model: '*', fallback_models: [other] })).status).toBe(200);
    expect((await admin.call('GET /fallback/*')).body).toMatchObject({ model: '*', fallback_models: [other] });
    expect(
      (await admin.call('GET /config/field/info?config_type=router_settings&field_name=default_fallbacks')).body,
    ).toMatchObject({ field_value: [other] });
  });

  it('are kept as rows of the audit, with what was before', async () => {
    await set({ model, fallback_models: [other] });
    const { body } = await admin.call<{ audit_logs: readonly { object_id: string; updated_values: unknown }[] }>(
      'GET /audit?page_size=1',
    );
    expect(body.audit_logs[0]).toMatchObject({ table_name: 'LiteLLM_Config', object_id: 'router_settings' });
    expect(JSON.stringify(body.audit_logs[0]?.updated_values)).toContain(other);
  });
});
