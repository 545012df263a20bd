import type { JsonObject } from '@tollgate/kernel';
import { type Deployment, GatewayError } from '@tollgate/canonical';
import { OwnedObjects, type ProviderObject } from '@tollgate/dispatch';
import { openaiResponsesClient } from '@tollgate/formats';
import { resolveReferences } from './resolve-references.js';

const NOW = 1_700_000_000_000;
const TENANT = { kind: 'key', id: 'k' } as const;
const ACCOUNT = { apiBase: 'https://one.example', servesResponses: true };
const idNo = (digit: number): string => `resp_${String(digit).repeat(32)}`;

const deployment = (id: string, target: Partial<Deployment['target']> = {}, apiKey = 'sk-one'): Deployment =>
  ({ id, provider: 'openai', target: { ...ACCOUNT, ...target }, credential: { apiKey } }) as unknown as Deployment;
const HOME = deployment('home');
const SAME_ACCOUNT = deployment('same');
const OTHER_KEY = deployment('other-key', {}, 'sk-two');
const OTHER_PLACE = deployment('other-place', { apiBase: 'https://two.example' });
const OVER_CHAT = deployment('over-chat', { upstreamOperation: 'chat' });

function kept(digit: number, more: Partial<ProviderObject> = {}): ProviderObject {
  return {
    kind: 'response',
    publicId: idNo(digit),
    upstreamId: `resp_provider${digit}`,
    provider: 'openai',
    deploymentId: HOME.id,
    tenant: TENANT,
    keyId: 'k',
    requestId: 'r',
    modelRequested: 'made-by',
    createdAt: NOW,
    expiresAt: NOW + 1_000,
    ...more,
  };
}

interface Given {
  readonly body: JsonObject;
  readonly objects?: readonly ProviderObject[];
  /** Of the model that is asked. */
  readonly deployments?: readonly Deployment[];
  /** Of other models. */
  readonly elsewhere?: readonly Deployment[];
  readonly shared?: readonly string[];
  readonly away?: boolean;
}

function open({ body, objects = [], deployments = [HOME], elsewhere = [], shared = [], away = false }: Given) {
  const store = {
    insert: jest.fn(),
    find: jest.fn(async (_kind: string, id: string) => {
      if (away) throw new Error('no database');
      return objects.find(({ publicId }) => publicId === id);
    }),
    findNaming: jest.fn(async (tenant: object, ids: readonly string[]) => {
      expect(tenant).toEqual(TENANT);
      return objects.filter(({ namedIds = [] }) => namedIds.some((id) => ids.includes(id)));
    }),
    addNamed: jest.fn(),
    remove: jest.fn(),
  };
  const whole = { model: 'm', input: 'Hi', ...body };
  const decoded = openaiResponsesClient.decodeRequest({ body: whole, params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const owned = new OwnedObjects(store, { now: () => NOW, monotonicMs: () => 0 });
  const asking = {
    principal: { keyId: 'k' },
    snapshot: {
      settings: { sharedProviderObjects: new Set(shared) },
      groups: new Map([
        ['m', deployments],
        ['n', elsewhere],
      ]),
      wildcards: [],
      defaultDeployments: [],
    },
    request: decoded.value,
    grant: { model: { name: 'm', deployments } },
    body: whole,
  } as unknown as Parameters<typeof resolveReferences>[1];
  return { store, run: () => resolveReferences(owned, asking) };
}

const chosen = async (given: Given): Promise<readonly Deployment[] | undefined> =>
  (await open(given).run())?.grant.model.deployments;
const refusal = async (given: Given): Promise<GatewayError> => {
  const error = await open(given)
    .run()
    .catch((thrown: unknown) => thrown);
  if (error instanceof GatewayError) return error;
  throw new Error('not refused');
};
const naming = (...ids: readonly string[]): JsonObject => ({
  input: ids.map((id) => ({ type: 'item_reference', id })),
});

describe('a request that names nothing of a provider’s', () => {
  it('asks no store', async () => {
    const { run, store } = open({ body: { previous_response_id: null, conversation: null } });
    expect(await run()).toBeUndefined();
    expect(store.find).not.toHaveBeenCalled();
    expect(store.findNaming).not.toHaveBeenCalled();
  });

  it('is also one that names only what all may use', async () => {
    const body = { conversation: 'conv_all', tools: [{ type: 'file_search', vector_store_ids: ['vs_all'] }] };
    const { run, store } = open({ body, shared: ['conv_all', 'vs_all'] });
    expect(await run()).toBeUndefined();
    expect(store.findNaming).not.toHaveBeenCalled();
  });
});

describe('a request that goes on from a response', () => {
  const body = { previous_response_id: idNo(1) };

  it('is sent with the provider’s id, and knows what it goes on from', async () => {
    const referred = await open({ body, objects: [kept(1)] }).run();
    expect(referred?.request.extra).toEqual({ previous_response_id: 'resp_provider1' });
    expect(referred?.references).toEqual([kept(1)]);
  });

  it('has a conversation and a response that it is compared with told by the provider’s ids, in their objects', async () => {
    const talk = kept(2, { kind: 'conversation', upstreamId: 'conv_provider' });
    const referred = await open({
      body: {
        conversation: { id: talk.publicId, more: 1 },
        prompt_cache_options: { comparison_response_id: idNo(1), ttl: '30m' },
      },
      objects: [kept(1), talk],
    }).run();
    expect(referred?.request.extra).toMatchObject({
      conversation: { id: 'conv_provider', more: 1 },
      prompt_cache_options: { comparison_response_id: 'resp_provider1', ttl: '30m' },
    });
  });

  it('stays at the deployment that made it', async () => {
    expect(
      await chosen({ body, objects: [kept(1)], deployments: [SAME_ACCOUNT, HOME, OTHER_KEY, OTHER_PLACE] }),
    ).toEqual([HOME]);
  });

  it('goes to others of its account alone where that one is not the model’s', async () => {
    const deployments = [OTHER_KEY, SAME_ACCOUNT, OTHER_PLACE];
    expect(await chosen({ body, objects: [kept(1)], deployments, elsewhere: [HOME] })).toEqual([SAME_ACCOUNT]);
  });

  it('is refused by its member where the model is served by other accounts, with the model that is not', async () => {
    for (const deployments of [[OTHER_KEY], [OTHER_PLACE]])
      expect(await refusal({ body, objects: [kept(1)], deployments, elsewhere: [HOME] })).toMatchObject({
        code: 'invalid_request',
        param: 'previous_response_id',
        message: expect.stringContaining("Ask 'made-by'"),
      });
  });

  it('is refused where its deployment is not configured any more', async () => {
    expect(await refusal({ body, objects: [kept(1)], deployments: [SAME_ACCOUNT] })).toMatchObject({
      code: 'invalid_request',
      param: 'previous_response_id',
      message: expect.stringContaining('not configured any more'),
    });
  });

  it.each<[string, readonly ProviderObject[]]>([
    ['that nobody was shown', []],
    ['of another tenant', [kept(1, { tenant: { kind: 'team', id: 'k' } })]],
  ])('is 404 by its member for one %s', async (_, objects) => {
    expect(await refusal({ body, objects })).toMatchObject({ code: 'not_found', param: 'previous_response_id' });
  });

  it('is neither refused nor let through while the store is away', async () => {
    expect(await refusal({ body, away: true })).toMatchObject({ code: 'store_unavailable' });
  });
});

describe('a request that names things by their provider’s ids', () => {
  const first = kept(1, { namedIds: ['msg_1', 'cntr_1'] });
  const second = kept(2, { kind: 'answer', publicId: 'ans_2', namedIds: ['msg_2'] });

  it('is sent as it is, to where the answers were made that named them, in one question', async () => {
    const { run, store } = open({
      body: { ...naming('msg_1', 'msg_2', 'msg_1'), container: 'cntr_1' },
      objects: [first, second],
      deployments: [SAME_ACCOUNT, HOME],
    });
    const referred = await run();
    expect(referred?.grant.model.deployments).toEqual([HOME]);
    expect(referred?.references).toEqual([first, second]);
    expect(referred?.request.extra).toEqual({ container: 'cntr_1' });
    expect(store.findNaming.mock.calls.map(([, ids]) => [...ids].sort())).toEqual([['cntr_1', 'msg_1', 'msg_2']]);
  });

  it('is 404 by the first member of which no answer told', async () => {
    expect(await refusal({ body: naming('msg_1', 'msg_9', 'msg_8'), objects: [first] })).toMatchObject({
      code: 'not_found',
      param: 'input[1].id',
      message: expect.stringContaining("'msg_9'"),
    });
  });

  it('may be of several deployments of one account, and not of two accounts', async () => {
    const body = naming('msg_1', 'msg_2');
    const objects = (id: string): readonly ProviderObject[] => [first, { ...second, deploymentId: id }];
    const deployments = [HOME, SAME_ACCOUNT, OTHER_KEY];
    expect(await chosen({ body, objects: objects('same'), deployments })).toEqual([HOME, SAME_ACCOUNT]);
    expect(await refusal({ body, objects: objects('other-key'), deployments })).toMatchObject({
      code: 'invalid_request',
      param: 'input[1].id',
    });
  });

  it('goes with reasoning of which nobody knows to deployments that look nothing up, and is 404 without any', async () => {
    const body = { input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] };
    expect(await chosen({ body, deployments: [HOME, OVER_CHAT] })).toEqual([OVER_CHAT]);
    expect(await refusal({ body, deployments: [HOME] })).toMatchObject({
      code: 'not_found',
      param: 'input[0].id',
      message: expect.stringContaining('encrypted_content'),
    });
  });

  it('goes with reasoning of its own to where that is kept', async () => {
    const body = { input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] };
    const objects = [kept(1, { namedIds: ['rs_1'] })];
    expect(await chosen({ body, objects, deployments: [HOME, OVER_CHAT] })).toEqual([HOME]);
  });
});
