import { completionRecord } from '../support/completion-record.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Budget {
  readonly budget_id: string;
  readonly max_budget: number | null;
  readonly rpm_limit: number | null;
  readonly budget_duration: string | null;
  readonly budget_reset_at: string | null;
}

describe('budgets by id', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const limitsOf = async (key: string): Promise<unknown> => (await admin.call('GET /me', { key })).body['limits'];
  const read = async (...budgets: readonly string[]): Promise<readonly Budget[]> =>
    (await admin.call<readonly Budget[]>('POST /budget/info', { body: { budgets } })).body;

  it('limit each key that is linked, from the next call on, also when they are changed', async () => {
    const budget = await admin.makeBudget({ max_budget: 5, rpm_limit: 7, budget_duration: '30d' });
    const [first, second] = [await admin.makeKey({ budget_id: budget }), await admin.makeKey({ budget_id: budget })];
    const own = { scope: 'key', max_budget: 5, rpm_limit: 7, budget_duration: '30d' };
    expect(await limitsOf(first.secret)).toMatchObject([own]);
    expect(await limitsOf(second.secret)).toMatchObject([own]);
    await admin.call('POST /budget/update', { body: { budget_id: budget, max_budget: 6, rpm_limit: null } });
    const changed = [{ scope: 'key', max_budget: 6, budget_duration: '30d' }];
    expect(await limitsOf(first.secret)).toMatchObject(changed);
    expect(await limitsOf(second.secret)).toMatchObject(changed);
    expect(await limitsOf(first.secret)).not.toMatchObject([{ rpm_limit: 7 }]);
  });

  it("leave a holder's own limit before theirs", async () => {
    const budget = await admin.makeBudget({ max_budget: 5, rpm_limit: 7 });
    const { secret } = await admin.makeKey({ budget_id: budget, max_budget: 1 });
    expect(await limitsOf(secret)).toMatchObject([{ max_budget: 1, rpm_limit: 7 }]);
  });

  it('limit single models, are shown so, and in /me of who is linked', async () => {
    const model_max_budget = { 'gpt-4o': { budget_limit: 2, time_period: '7d', rpm_limit: 3 } };
    const id = await admin.makeBudget({ model_max_budget });
    expect(await read(id)).toMatchObject([{ budget_id: id, model_max_budget }]);
    const { secret } = await admin.makeKey({ budget_id: id });
    const shown = { max_budget: 2, budget_duration: '7d', rpm_limit: 3 };
    expect(await limitsOf(secret)).toMatchObject([{ scope: 'key', max_budget: null, models: { 'gpt-4o': shown } }]);
    await admin.call('POST /budget/update', { body: { budget_id: id, model_max_budget: {} } });
    expect(await read(id)).toMatchObject([{ budget_id: id, model_max_budget: null }]);
    expect(await limitsOf(secret)).toEqual([]);
    const user_id = admin.newId();
    await admin.call('POST /customer/new', { body: { user_id, model_max_budget } });
    const customer = await admin.call(`GET /customer/info?end_user_id=${user_id}`);
    expect(customer.body).toMatchObject({ litellm_budget_table: { model_max_budget, max_budget: null } });
    await admin.call('POST /tag/new', { body: { name: user_id, model_max_budget } });
    const tags = await admin.call('POST /tag/info', { body: { names: [user_id] } });
    expect(tags.body).toMatchObject({ [user_id]: { litellm_budget_table: { model_max_budget } } });
  });

  it('say when their window ends, and keep its start when other things change', async () => {
    const id = await admin.makeBudget({ max_budget: 5, budget_duration: '1d' });
    const [before] = await read(id);
    expect(Date.parse(before?.budget_reset_at ?? '')).toBeGreaterThan(admin.clock.now());
    await admin.call('POST /budget/update', { body: { budget_id: id, max_budget: 6, budget_duration: '1d' } });
    expect(await read(id)).toMatchObject([{ max_budget: 6, budget_reset_at: before?.budget_reset_at }]);
    await admin.call('POST /budget/update', { body: { budget_id: id, budget_duration: null } });
    expect(await read(id)).toMatchObject([{ max_budget: 6, budget_duration: null, budget_reset_at: null }]);
  });

  it("show a linked key's spend of the window that the budget was given, with what was spent in it before", async () => {
    const id = await admin.makeBudget({ max_budget: 5 });
    const key = await admin.makeKey({ budget_id: id });
    await admin.ship(completionRecord(admin.newId(), key, admin.clock.now()));
    const spend = async () =>
      (await admin.call<{ info: { spend: number } }>(`GET /key/info?key=${key.hash}`)).body.info.spend;
    expect(await spend()).toBe(0.01);
    await admin.call('POST /budget/update', { body: { budget_id: id, budget_duration: '30d' } });
    expect(await spend()).toBe(0.01);
    admin.clock.advance(32 * 86_400_000);
    expect(await spend()).toBe(0);
  });

  it('are listed newest first, page by page', async () => {
    admin.clock.advance(1000);
    const older = await admin.makeBudget({});
    admin.clock.advance(1000);
    const newer = await admin.makeBudget({});
    const page = async (number: number) =>
      (await admin.call<readonly Budget[]>(`GET /budget/list?page_size=1&page=${String(number)}`)).body;
    expect([await page(1), await page(2)]).toMatchObject([[{ budget_id: newer }], [{ budget_id: older }]]);
  });

  it('are deleted when nobody is linked any more, and answered as they were, then null', async () => {
    const id = await admin.makeBudget({ max_budget: 3 });
    const { hash } = await admin.makeKey({ budget_id: id });
    expect((await admin.call('POST /budget/delete', { body: { id } })).status).toBe(409);
    await admin.call('POST /key/delete', { body: { keys: [hash] } });
    expect(await admin.call('POST /budget/delete', { body: { id } })).toMatchObject({
      status: 200,
      body: { budget_id: id, max_budget: 3 },
    });
    const again = await admin.call<unknown>('POST /budget/delete', { body: { id } });
    expect([again.status, again.body]).toEqual([200, null]);
  });
});
