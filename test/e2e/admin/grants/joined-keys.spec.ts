import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

/** What holds a key back, and how a change takes it away. */
const HOLDS = [
  ['models', { models: ['gpt-4o'] }, { models: [] }],
  ['allowed_routes', { allowed_routes: ['management_routes'] }, { allowed_routes: [] }],
  ['duration', { duration: '1h' }, { duration: '-1' }],
  ['tags', { tags: ['blue'] }, { tags: [] }],
  ['enforced_params', { enforced_params: ['user'] }, { enforced_params: [] }],
  ['rpm_limit', { rpm_limit: 5 }, { rpm_limit: null }],
  ['max_budget', { max_budget: 1 }, { max_budget: null }],
  ['model_tpm_limit', { model_tpm_limit: { 'gpt-4o': 5 } }, { model_tpm_limit: {} }],
] as const;

const refused = (param: string) => ({ status: 403, body: { error: { param } } });

/** Keys of proxy admins, each held back by something else, do not make one that nothing holds, whose user makes admins with it. */
describe('several keys that are held back', () => {
  let admin: TestAdmin;
  let root: string;

  beforeAll(async () => {
    admin = await startAdmin();
    root = (await admin.makeAdminKey()).userId;
  });
  afterAll(() => admin.close());

  const keyWith = (settings: object): Promise<MadeKey> => admin.makeKey({ ...settings, user_id: root });
  const update = (key: string, body: object) => admin.call('POST /key/update', { key, body });

  it.each(HOLDS)('free none of what holds it alone: %s', async (param, held, none) => {
    const { secret: caller } = await keyWith(param === 'duration' ? { tags: ['red'] } : { duration: '2h' });
    const { hash: key } = await keyWith(held);
    const before = await admin.epoch();
    expect(await update(caller, { key, ...none })).toMatchObject(refused(param));
    const renewed = { key: caller, body: { key, ...none } };
    expect((await admin.call('POST /key/regenerate', renewed)).status).toBe(403);
    expect(await admin.epoch()).toBe(before);
    const { secret: free } = await keyWith({});
    expect((await update(free, { key, ...none })).status).toBe(200);
  });

  it('take one of two things that hold a key, and change what they like beside the last', async () => {
    const { secret: caller } = await keyWith({ duration: '2h' });
    const { hash: key } = await keyWith({ rpm_limit: 5, models: ['gpt-4o'] });
    expect((await update(caller, { key, rpm_limit: null, metadata: { a: 1 } })).status).toBe(200);
    expect((await update(caller, { key, models: ['claude'] })).status).toBe(200);
    expect(await update(caller, { key, models: [] })).toMatchObject(refused('models'));
    const { hash: open } = await admin.makeKey();
    expect((await update(caller, { key: open, metadata: { a: 1 } })).status).toBe(200);
  });

  it('free none by a budget that it is linked to', async () => {
    const { secret: caller } = await keyWith({ duration: '2h' });
    const budget_id = await admin.makeBudget({ max_budget: 1 });
    const empty = await admin.makeBudget({});
    const { hash: key } = await keyWith({ budget_id });
    for (const [route, body, param] of [
      ['POST /budget/update', { budget_id, max_budget: null }, 'max_budget'],
      ['POST /key/update', { key, budget_id: null }, 'budget_id'],
      ['POST /key/update', { key, budget_id: empty }, 'budget_id'],
    ] as const)
      expect([route, JSON.stringify(await admin.call(route, { key: caller, body }))]).toEqual([
        route,
        expect.stringMatching(new RegExp(`403.*${param}: nothing else holds it back`, 'u')),
      ]);
    const raised = { budget_id, max_budget: 2 };
    expect((await admin.call('POST /budget/update', { key: caller, body: raised })).status).toBe(200);
    expect((await update(caller, { key, metadata: { a: 1 } })).status).toBe(200);
  });

  it('free none by those that it was made with, nor by the tags of its team', async () => {
    const limited = await keyWith({ rpm_limit: 5 });
    const { body: made } = await admin.call('POST /key/generate', { key: limited.secret, body: { user_id: root } });
    const { secret: caller } = await keyWith({ tags: ['red'] });
    expect((await update(caller, { key: limited.hash, models: ['gpt-4o'] })).status).toBe(200);
    expect((await update(caller, { key: limited.hash, rpm_limit: null })).status).toBe(200);
    const team_id = await admin.makeTeam();
    const { secret: tagged } = await keyWith({ team_id, tags: ['blue'] });
    expect((await admin.call('POST /team/update', { key: caller, body: { team_id, tags: ['blue'] } })).status).toBe(
      200,
    );
    const body = { user_role: 'proxy_admin', auto_create_key: false };
    for (const key of [String(made['key']), tagged])
      expect((await admin.call('POST /user/new', { key, body })).status).toBe(403);
    const { secret: free } = await keyWith({ team_id });
    expect((await admin.call('POST /user/new', { key: free, body })).status).toBe(200);
  });

  it('hand on no key that nothing holds, though nothing holds them but a key above', async () => {
    const limited = await keyWith({ rpm_limit: 5 });
    const { body: made } = await admin.call('POST /key/generate', { key: limited.secret, body: { user_id: root } });
    const lifted = { body: { key: limited.hash, rpm_limit: null } };
    expect((await admin.call('POST /key/update', lifted)).status).toBe(200);
    const [best, ofNobody] = [await keyWith({}), await admin.makeKey()];
    const before = await admin.epoch();
    for (const [route, body] of [
      ['POST /key/regenerate', { key: best.hash }],
      [`POST /key/${best.hash}/regenerate`, {}],
      ['POST /key/update', { key: ofNobody.hash, user_id: root }],
    ] as const)
      expect([route, (await admin.call(route, { key: String(made['key']), body })).status]).toEqual([route, 403]);
    expect(await admin.epoch()).toBe(before);
    const own = { key: String(made['token']) };
    expect((await admin.call('POST /key/regenerate', { key: String(made['key']), body: own })).status).toBe(200);
  });

  it('make no key of nobody an admin’s that they could not make', async () => {
    const { secret: caller } = await keyWith({ allowed_routes: ['management_routes', 'llm_api_routes'] });
    const open = await admin.makeKey();
    const { body: before } = await admin.call(`GET /key/info?key=${open.hash}`);
    for (const user_id of [root, (await admin.makeUserKey('internal_user')).userId])
      expect(await update(caller, { key: open.hash, user_id })).toMatchObject(refused('allowed_routes'));
    expect((await admin.call(`GET /key/info?key=${open.hash}`)).body).toEqual(before);
    const within = await admin.makeKey({ allowed_routes: ['llm_api_routes'] });
    expect((await update(caller, { key: within.hash, user_id: root })).status).toBe(200);
  });
});
