import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Refusal {
  readonly error: { readonly message: string };
}

describe('settings of LiteLLM that are not served', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    ['GET /config/pass_through_endpoint', { endpoints: [] }],
    ['GET /config/pass_through_endpoint?endpoint_id=x', { endpoints: [] }],
    ['GET /config/cost_discount_config', { values: {} }],
    ['GET /config/cost_margin_config', { values: {} }],
  ])('are none: %s', async (route, none) => {
    expect(await admin.call(route)).toMatchObject({ status: 200, body: none });
  });

  it('are none of a team that is there, and 404 of one that is not', async () => {
    const of = (team: string) => admin.call(`GET /config/pass_through_endpoint/team/${team}`);
    expect(await of(await admin.makeTeam())).toMatchObject({ status: 200, body: { endpoints: [] } });
    expect((await of('absent')).status).toBe(404);
  });

  it.each([
    ['POST /config/pass_through_endpoint', { path: '/x', target: 'http://169.254.169.254/' }, 'Pass-through'],
    ['POST /config/pass_through_endpoint/x', { path: '/x', target: 'http://x/' }, 'Pass-through'],
    ['DELETE /config/pass_through_endpoint?endpoint_id=x', undefined, 'Pass-through'],
    ['PATCH /config/cost_discount_config', { openai: 0.1 }, 'litellm_settings.cost_discount_config'],
    ['PATCH /config/cost_margin_config', { openai: 0.1 }, 'litellm_settings.cost_margin_config'],
  ])('are refused by name, with what does the same, and change nothing: %s', async (route, body, name) => {
    const before = await admin.everyRow();
    const answer = await admin.call<Refusal>(route, { body });
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringContaining(name)]);
    expect(await admin.everyRow()).toEqual(before);
  });

  it('say of a cache of answers that nothing is connected to', async () => {
    const body = { cache_settings: { type: 'redis', host: '169.254.169.254' } };
    expect((await admin.call('POST /cache/settings/test', { body })).body).toEqual({
      status: 'failed',
      message: 'Answers are not cached here: nothing was connected to, and type, host would have no effect.',
      error: 'Cache not initialized',
    });
  });
});
