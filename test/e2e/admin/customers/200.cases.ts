import { labelId } from '@tollgate/canonical';
import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Customer {
  readonly user_id: string;
  readonly blocked: boolean;
  readonly alias: string | null;
  readonly spend: number;
  readonly budget_id: string | null;
  readonly litellm_budget_table: {
    readonly max_budget: number | null;
    readonly rpm_limit: number | null;
    readonly budget_duration: string | null;
  } | null;
}

describe.each(['customer', 'end_user'])('customers under /%s', (path) => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const post = async (action: string, body: object): Promise<Customer> => {
    const answer = await admin.call<Customer>(`POST /${path}/${action}`, { body });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const info = async (name: string): Promise<Customer> =>
    (await admin.call<Customer>(`GET /${path}/info?end_user_id=${name}`)).body;
  /** A call of a key that names a customer: its tenant's own, and the one of all tenants where there is one. */
  const call = (key: MadeKey, name: string, ofAll: boolean): Promise<void> => {
    const own = labelId('customer', key.id, name);
    const ids = ofAll ? [own, labelId('customer', '', name)] : [own];
    const windows = ids.map((id) => ({ scope: 'customer', id, start: 0 }));
    const named = { customer: name, customerId: own, windows };
    return admin.ship(completionRecord(admin.newId(), key, admin.clock.now(), named));
  };

  it('are made with limits of their own, changed, and cleared', async () => {
    const user_id = admin.newId();
    expect(await post('new', { user_id, alias: 'Ann', max_budget: 5, budget_duration: '30d' })).toMatchObject({
      user_id,
      alias: 'Ann',
      blocked: false,
      spend: 0,
      budget_id: null,
      litellm_budget_table: { max_budget: 5, budget_duration: '30d' },
    });
    await post('update', { user_id, rpm_limit: 7 });
    expect(await info(user_id)).toMatchObject({ alias: 'Ann', litellm_budget_table: { max_budget: 5, rpm_limit: 7 } });
    await post('update', { user_id, max_budget: null, budget_duration: null, rpm_limit: null });
    expect((await info(user_id)).litellm_budget_table).toBeNull();
  });

  it('have the limits of the budget that they are linked to, but for those of their own', async () => {
    const budget = await admin.makeBudget({ max_budget: 9, rpm_limit: 3 });
    const user_id = admin.newId();
    expect(await post('new', { user_id, budget_id: budget })).toMatchObject({
      budget_id: budget,
      litellm_budget_table: { max_budget: 9, rpm_limit: 3 },
    });
    await post('update', { user_id, max_budget: 1 });
    expect((await info(user_id)).litellm_budget_table).toMatchObject({ max_budget: 1, rpm_limit: 3 });
    expect(await admin.call('POST /budget/delete', { body: { id: budget } })).toMatchObject({
      status: 409,
      body: { detail: { error: expect.stringContaining('customers: 1') as string } },
    });
  });

  it('that calls have named are there by themselves, with what all tenants spent for them', async () => {
    const name = admin.newId();
    const [first, second] = [await admin.makeKey(), await admin.makeKey()];
    await call(first, name, false);
    await call(second, name, false);
    expect(await info(name)).toMatchObject({ user_id: name, spend: 0.02, litellm_budget_table: null });
    const { body } = await admin.call<readonly Customer[]>(`GET /${path}/list`);
    expect(body.filter(({ user_id }) => user_id === name)).toHaveLength(1);
  });

  it('go on from what was spent for them when something is set for them', async () => {
    const name = admin.newId();
    const key = await admin.makeKey();
    await call(key, name, false);
    expect(await post('update', { user_id: name, max_budget: 1, budget_duration: '30d' })).toMatchObject({
      spend: 0.01,
    });
    await post('update', { user_id: name, budget_duration: null });
    await call(key, name, true);
    expect(await info(name)).toMatchObject({ spend: 0.02 });
  });

  it('are blocked, known or not, and served again', async () => {
    const names = [await admin.makeCustomer(), admin.newId()];
    const blocked = await admin.call(`POST /${path}/block`, { body: { user_ids: names } });
    expect(blocked).toMatchObject({
      status: 200,
      body: { blocked_users: names.map((user_id) => ({ user_id, blocked: true })) },
    });
    const served = await admin.call(`POST /${path}/unblock`, { body: { user_ids: names } });
    expect(served).toMatchObject({
      body: { blocked_users: [], unblocked_users: [{ blocked: false }, { blocked: false }] },
    });
  });

  it('are listed by name, page by page', async () => {
    const names = ['!a', '!b'].map((name) => `${name}-${admin.newId()}`);
    for (const user_id of names) await post('new', { user_id });
    const page = async (number: number) =>
      (await admin.call<readonly Customer[]>(`GET /${path}/list?page_size=1&page=${String(number)}`)).body;
    expect([...(await page(1)), ...(await page(2))].map(({ user_id }) => user_id)).toEqual(names);
  });

  it('are deleted together, and are unknown from then on', async () => {
    const names = [await admin.makeCustomer(), await admin.makeCustomer({ max_budget: 1 })];
    expect((await admin.call(`POST /${path}/delete`, { body: { user_ids: names } })).body).toEqual({
      deleted_customers: 2,
      message: `Successfully deleted customers with ids: ['${names.join("', '")}']`,
    });
    for (const name of names) expect((await admin.call(`GET /${path}/info?end_user_id=${name}`)).status).toBe(404);
  });
});
