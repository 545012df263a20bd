import { labelId } from '@tollgate/canonical';
import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Tag {
  readonly name: string;
  readonly description: string | null;
  readonly models: readonly string[];
  readonly spend: number;
  readonly budget_id: string | null;
  readonly litellm_budget_table: {
    readonly max_budget: number | null;
    readonly rpm_limit: number | null;
  } | null;
}

const NAMED_BY_CALLS = expect.stringContaining('passed dynamically in a request') as string;

describe('tags', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const post = async (action: string, body: object): Promise<Tag> => {
    const answer = await admin.call<{ readonly tag: Tag }>(`POST /tag/${action}`, { body });
    expect(answer.status).toBe(200);
    return answer.body.tag;
  };
  const info = async (name: string): Promise<Tag | undefined> =>
    (await admin.call<Readonly<Record<string, Tag>>>('POST /tag/info', { body: { names: [name] } })).body[name];
  /** A call of a key with a tag: its tenant's own, and the one of all tenants where there is one. */
  const call = (key: MadeKey, name: string, ofAll: boolean): Promise<void> => {
    const own = labelId('tag', key.id, name);
    const ids = ofAll ? [own, labelId('tag', '', name)] : [own];
    const windows = ids.map((id) => ({ scope: 'tag', id, start: 0 }));
    return admin.ship(
      completionRecord(admin.newId(), key, admin.clock.now(), { tags: [name], tagIds: [own], windows }),
    );
  };

  it('are made with limits and models, changed, and cleared', async () => {
    const name = admin.newId();
    expect(await post('new', { name, description: 'Blue', models: ['gpt-4o', 'gpt-4o'], max_budget: 5 })).toMatchObject(
      {
        name,
        description: 'Blue',
        models: ['gpt-4o'],
        spend: 0,
        budget_id: expect.any(String) as string,
        litellm_budget_table: { max_budget: 5 },
      },
    );
    await post('update', { name, rpm_limit: 7, models: [] });
    expect(await info(name)).toMatchObject({
      description: 'Blue',
      models: [],
      litellm_budget_table: { max_budget: 5, rpm_limit: 7 },
    });
    await post('update', { name, max_budget: null, rpm_limit: null, description: null, model_info: { a: 'b' } });
    expect(await info(name)).toMatchObject({ description: null, model_info: { a: 'b' }, litellm_budget_table: null });
  });

  it('have the limits of the budget that they are linked to, but for those of their own', async () => {
    const budget = await admin.makeBudget({ max_budget: 9, rpm_limit: 3 });
    const name = admin.newId();
    expect(await post('new', { name, budget_id: budget })).toMatchObject({
      budget_id: budget,
      litellm_budget_table: { max_budget: 9, rpm_limit: 3 },
    });
    await post('update', { name, max_budget: 1 });
    expect((await info(name))?.litellm_budget_table).toMatchObject({ max_budget: 1, rpm_limit: 3 });
    expect(await admin.call('POST /budget/delete', { body: { id: budget } })).toMatchObject({
      status: 409,
      body: { detail: { error: expect.stringContaining('tags: 1') as string } },
    });
  });

  it('that calls have named are there by themselves, with what all tenants spent for them', async () => {
    const name = admin.newId();
    await call(await admin.makeKey(), name, false);
    await call(await admin.makeKey(), name, false);
    expect(await info(name)).toMatchObject({ name, spend: 0.02, description: NAMED_BY_CALLS });
    const { body } = await admin.call<readonly Tag[]>('GET /tag/list?page_size=1000');
    expect(body.filter((tag) => tag.name === name)).toHaveLength(1);
  });

  it.each(['30d', '1h'])('go on from what was spent for them in the window of %s when it is set', async (duration) => {
    const name = admin.newId();
    const key = await admin.makeKey();
    await call(key, name, false);
    expect(await post('update', { name, max_budget: 1, budget_duration: duration })).toMatchObject({ spend: 0.01 });
    await post('update', { name, budget_duration: null });
    await call(key, name, true);
    expect(await info(name)).toMatchObject({ spend: 0.02 });
  });

  it('are listed by name, page by page, and those that nobody made by the days on which they were named', async () => {
    const names = ['!a', '!b', '!c'].map((name) => `${name}-${admin.newId()}`);
    const [made = '', , named = ''] = names;
    await post('new', { name: made });
    await post('new', { name: names[1] });
    await call(await admin.makeKey(), named, false);
    const page = async (query: string) =>
      (await admin.call<readonly Tag[]>(`GET /tag/list?${query}`)).body.map(({ name }) => name);
    expect([...(await page('page_size=2')), ...(await page('page_size=2&page=2'))].slice(0, 3)).toEqual(names);
    const today = new Date(admin.clock.now()).toISOString().slice(0, 10);
    expect((await page(`start_date=${today}&end_date=${today}`)).slice(0, 3)).toEqual(names);
    const longAgo = await page('start_date=2001-01-01&end_date=2001-01-02');
    expect(longAgo).toContain(made);
    expect(longAgo).not.toContain(named);
  });

  it('are deleted with what was set for them; what calls have named goes on', async () => {
    const name = await admin.makeTag({ max_budget: 1 });
    await call(await admin.makeKey(), name, true);
    expect((await admin.call('POST /tag/delete', { body: { name } })).body).toEqual({
      message: `Tag ${name} deleted successfully`,
    });
    expect(await info(name)).toMatchObject({
      spend: 0.01,
      litellm_budget_table: null,
      description: NAMED_BY_CALLS,
    });
    const unused = await admin.makeTag();
    await admin.call('POST /tag/delete', { body: { name: unused } });
    expect((await admin.call('POST /tag/info', { body: { names: [unused] } })).status).toBe(404);
  });
});
