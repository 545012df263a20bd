import { SAMPLE_MODELS, UPSTREAM_KEY } from '../support/sample-models.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Page {
  readonly data: readonly { readonly model_info: { readonly id: string } }[];
  readonly [count: string]: unknown;
}

describe('GET /v2/model/info: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
  });
  afterAll(() => admin.close());

  const pageOf = async (query: string, secret?: string): Promise<Page & { readonly ids: readonly string[] }> => {
    const answer = await admin.call<Page>(`GET /v2/model/info${query}`, secret === undefined ? {} : { key: secret });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain(UPSTREAM_KEY);
    return { ...answer.body, ids: answer.body.data.map(({ model_info: info }) => info.id) };
  };

  it('is paged, and says how many there are', async () => {
    expect(await pageOf('?page=1&size=2')).toMatchObject({
      ids: ['gpt-a', 'gpt-b'],
      total_count: 5,
      current_page: 1,
      total_pages: 3,
      size: 2,
    });
    expect((await pageOf('?page=3&size=2')).ids).toEqual(['wild']);
    expect(await pageOf('?page=4&size=2')).toMatchObject({ ids: [], total_count: 5, current_page: 4 });
    expect(await pageOf('')).toMatchObject({ size: 50, total_pages: 1 });
  });

  it.each([
    ['search=PT-4', ['gpt-a', 'gpt-b']],
    ['model=claude', ['claude']],
    ['modelId=gpt-b', ['gpt-b']],
    ['modelId=none', []],
    ['modelId=gpt-b&search=claude', []],
  ])('finds by %s', async (query, ids) => {
    expect(await pageOf(`?${query}`)).toMatchObject({ ids, total_count: ids.length });
  });

  it.each([
    ['sort_by=model_name', ['claude', 'gpt-a', 'gpt-b', 'wild', 'priced']],
    ['sort_by=model_name&sort_order=desc', ['priced', 'wild', 'gpt-a', 'gpt-b', 'claude']],
    ['sort_by=costs', ['gpt-a', 'gpt-b', 'claude', 'priced', 'wild']],
    ['sort_by=costs&sort_order=desc', ['priced', 'claude', 'gpt-a', 'gpt-b', 'wild']],
    ['sort_by=created_at&sort_order=desc', ['gpt-a', 'gpt-b', 'claude', 'priced', 'wild']],
  ])('sorts by %s, what has no price last', async (query, ids) => {
    expect((await pageOf(`?${query}`)).ids).toEqual(ids);
  });

  it('counts and shows a key what it may use', async () => {
    const { secret } = await admin.makeKey({ models: ['claude', 'priced'] });
    expect(await pageOf('?size=1', secret)).toMatchObject({ ids: ['claude'], total_count: 2, total_pages: 2 });
  });
});
