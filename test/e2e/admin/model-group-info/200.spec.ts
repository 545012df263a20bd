import { SAMPLE_ALIASES, SAMPLE_MODELS, UPSTREAM_KEY } from '../support/sample-models.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Groups {
  readonly data: readonly (Readonly<Record<string, unknown>> & { readonly model_group: string })[];
}

describe('GET /model_group/info: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS, aliases: SAMPLE_ALIASES });
  });
  afterAll(() => admin.close());

  const groupsOf = async (query: string, secret?: string): Promise<Groups['data']> => {
    const route = `GET /model_group/info${query}`;
    const answer = await admin.call<Groups>(route, secret === undefined ? {} : { key: secret });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain(UPSTREAM_KEY);
    return answer.body.data;
  };
  const namesOf = async (query: string, secret?: string): Promise<readonly string[]> =>
    (await groupsOf(query, secret)).map(({ model_group: name }) => name);

  it('lists each group once, with the aliases that are not hidden', async () => {
    expect(await namesOf('')).toEqual(['fast', 'gpt-4o', 'claude', 'priced', 'openai/*']);
  });

  it('sums a group up over its deployments', async () => {
    expect(await groupsOf('?model_group=gpt-4o')).toMatchObject([
      {
        providers: ['openai', 'azure'],
        mode: 'chat',
        max_input_tokens: 128_000,
        max_output_tokens: 16_384,
        input_cost_per_token: 2.5e-6,
        output_cost_per_token: 1e-5,
        rpm: 10,
        supported_openai_params: expect.arrayContaining(['temperature', 'tools']) as unknown,
      },
    ]);
  });

  it('knows a model that only a wildcard takes in, with its own price', async () => {
    expect(await groupsOf('?model_group=openai/gpt-4o-mini')).toMatchObject([
      { model_group: 'openai/gpt-4o-mini', providers: ['openai'], input_cost_per_token: 1.5e-7 },
    ]);
  });

  it('is empty for a group that is not there', async () => {
    expect(await namesOf('?model_group=nothing-of-that-name')).toEqual([]);
  });

  it.each([
    [['claude'], ['claude']],
    [['openai/gpt-4o-mini'], ['openai/gpt-4o-mini']],
    [['no-default-models'], []],
    [['all-proxy-models'], ['gpt-4o', 'claude', 'priced', 'openai/*']],
  ])('shows a key for %j what it may use', async (models, names) => {
    const { secret } = await admin.makeKey({ models });
    expect(await namesOf('', secret)).toEqual(names);
  });

  it('is empty for a group that is there and that the key may not use', async () => {
    const { secret } = await admin.makeKey({ models: ['claude'] });
    expect(await namesOf('?model_group=gpt-4o', secret)).toEqual([]);
    expect(await namesOf('?model_group=claude', secret)).toEqual(['claude']);
  });
});
