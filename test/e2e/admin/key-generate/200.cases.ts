import { MASTER_KEY } from '../support/call-admin.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/generate: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const generate = async (body: object, headers: Record<string, string> = {}) => {
    const answer = await admin.call<Record<string, unknown>>('POST /key/generate', { body, headers });
    expect(answer.status).toBe(200);
    return answer;
  };

  it('gives a secret of 128 random bits that works at once, and stores only its hash', async () => {
    const { body, headers } = await generate({});
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body['key']).toMatch(/^sk-[A-Za-z0-9_-]{22}$/);
    expect(body['token']).toMatch(/^[0-9a-f]{64}$/);
    expect(body['token_id']).toBe(body['token']);
    expect(body['key_name']).toBe(`sk-...${String(body['key']).slice(-4)}`);
    expect((await admin.call('GET /key/info', { key: String(body['key']) })).status).toBe(200);
    expect(await admin.everythingStored()).not.toContain(String(body['key']));
  });

  it('takes a secret that the admin chose', async () => {
    const secret = `sk-chosen-${admin.newId()}`;
    expect((await generate({ key: secret })).body['key']).toBe(secret);
  });

  it('keeps every setting as given', async () => {
    const settings = {
      key_alias: `alias-${admin.newId()}`,
      models: ['gpt-4o', 'openai/*'],
      aliases: { quick: 'gpt-4o-mini' },
      max_budget: 12.345678901,
      budget_duration: '30d',
      metadata: { a: { b: [1, null, '😀'] } },
      tags: ['blue', 'red'],
      tpm_limit: 4_000_000_000,
      rpm_limit: 100,
      max_parallel_requests: 0,
      blocked: false,
      allowed_routes: ['/v1/models', '/chat/completions'],
      user_id: `user-${admin.newId()}`,
    };
    const { body } = await generate(settings);
    const metadata = { ...settings.metadata, tags: settings.tags };
    expect(body).toMatchObject({ ...settings, metadata });
    const { info } = (await admin.call<{ info: object }>(`GET /key/info?key=${String(body['token'])}`)).body;
    const { tags: _tags, ...shown } = settings;
    expect(info).toMatchObject({ ...shown, metadata });
  });

  it.each([
    ['llm_api', ['llm_api_routes']],
    ['management', ['management_routes']],
    ['read_only', ['info_routes']],
    ['default', []],
  ])('key_type %s stands for its routes', async (type, routes) => {
    expect((await generate({ key_type: type })).body).toMatchObject({ key_type: type, allowed_routes: routes });
  });

  it('expires after its duration, and never without one', async () => {
    const now = admin.clock.now();
    expect(Date.parse(String((await generate({ duration: '30d' })).body['expires']))).toBe(now + 30 * 86_400_000);
    expect((await generate({})).body['expires']).toBeNull();
    for (const none of [null, '', 'None']) {
      const { body } = await generate({ duration: none, budget_duration: none });
      expect([body['expires'], body['budget_duration']]).toEqual([null, null]);
    }
  });

  it.each([
    ['1h', 3_600_000],
    ['1d', 86_400_000],
  ])("ends a budget window of %s on the calendar, where LiteLLM's resets fall", async (budget_duration, lengthMs) => {
    const { body } = await generate({ max_budget: 1, budget_duration });
    const { info } = (
      await admin.call<{ info: { budget_reset_at: string } }>(`GET /key/info?key=${String(body['token'])}`)
    ).body;
    expect(Date.parse(info.budget_reset_at)).toBe((Math.floor(admin.clock.now() / lengthMs) + 1) * lengthMs);
  });

  it('reads numbers that are written as text', async () => {
    expect((await generate({ max_budget: '1.5', rpm_limit: '7' })).body).toMatchObject({
      max_budget: 1.5,
      rpm_limit: 7,
    });
  });

  it('names the fields that it did not read: spend has no writer', async () => {
    const { body, headers } = await generate({ spend: 5, max_budgett: 1 });
    expect(headers.get('x-tollgate-ignored-fields')).toBe('spend, max_budgett');
    expect(body['spend']).toBe(0);
  });

  it('names them in lists and in the query too, also where a route reads nothing', async () => {
    const ignored = async (route: string, body?: object) =>
      (await admin.call(route, { body })).headers.get('x-tollgate-ignored-fields');
    expect(await ignored('POST /key/generate?aliass=x', { max_budgett: 1 })).toBe('max_budgett, aliass');
    expect(await ignored('GET /me?x=1')).toBe('x');
    const { hash: key } = await admin.makeKey();
    const keys = [
      { key, rpm_limit: 3 },
      { key, max_budget: 1, rpm_limit: 4, blockedd: true },
    ];
    expect(await ignored('POST /key/bulk_update', { keys })).toBe('keys.rpm_limit, keys.blockedd');
    expect(await ignored('POST /key/generate', { metadata: { any: { thing: 1 } }, models: ['a'] })).toBeNull();
  });

  it('is not made from a form, as curl sends what has no content type: every limit in it would be ignored', async () => {
    const before = await admin.epoch();
    const response = await fetch(`${admin.base}/key/generate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: '{"models":["a"],"max_budget":1}',
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('Content-Type: application/json');
    expect(await admin.epoch()).toBe(before);
  });

  it('takes unserved settings that are empty, as clients send them', async () => {
    await generate({ guardrails: [], model_max_budget: {}, enforced_params: null, auto_rotate: false });
  });

  it('makes a key in a team that exists', async () => {
    const teamId = await admin.makeTeam();
    expect((await generate({ team_id: teamId })).body['team_id']).toBe(teamId);
  });

  it('takes the name of a user who was never created', async () => {
    const userId = `made-${admin.newId()}`;
    expect((await generate({ user_id: userId })).body['user_id']).toBe(userId);
  });

  it('raises the epoch once and leaves one audit entry, which names who is behind the change and no secret', async () => {
    const before = await admin.epoch();
    const { body } = await generate({}, { 'litellm-changed-by': 'alice' });
    expect(await admin.epoch()).toBe(before + 1n);
    const entries = await admin.auditOf(String(body['token']));
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ action: 'created', changedBy: 'alice' });
    expect(JSON.stringify(entries)).not.toContain(String(body['key']));
    expect(body['created_by']).toBe('default_user_id');
  });

  it('is served to the key of a proxy admin', async () => {
    const { secret, userId } = await admin.makeAdminKey();
    const answer = await admin.call('POST /key/generate', { key: secret, body: {} });
    expect(answer).toMatchObject({ status: 200, body: { created_by: userId } });
  });
});
