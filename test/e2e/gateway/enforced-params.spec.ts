import { buildConfig, buildModel } from '../../support/builders/index.js';
import { callGateway, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
const messages = [{ role: 'user', content: 'Hi' }];
const contents = [{ role: 'user', parts: [{ text: 'Hi' }] }];
const ENFORCED = ['user', 'metadata.generation_name', 'max_tokens'];

const model = (): object =>
  buildModel({ name: 'm', model: 'openai/gpt-4o', apiBase: `${upstream.url}/v1`, params: { mock_response: 'Hello!' } });

interface Call {
  readonly route: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What each enforced parameter is called there. */
  readonly said: Readonly<Record<string, object>>;
}

const generation = { metadata: { generation_name: 'g' } };
const litellm = { litellm_metadata: { generation_name: 'g' } };

/** Every dialect of conversations, with its own names of the three. */
const CALLS: readonly Call[] = [
  {
    route: 'POST /v1/chat/completions',
    body: { model: 'm', messages },
    said: { user: { user: 'u' }, 'metadata.generation_name': generation, max_tokens: { max_completion_tokens: 9 } },
  },
  {
    route: 'POST /v1/completions',
    body: { model: 'm', prompt: 'Hi' },
    said: { user: { user: 'u' }, 'metadata.generation_name': litellm, max_tokens: { max_tokens: 9 } },
  },
  {
    route: 'POST /v1/responses',
    body: { model: 'm', input: 'Hi' },
    said: { user: { user: 'u' }, 'metadata.generation_name': generation, max_tokens: { max_output_tokens: 9 } },
  },
  {
    route: 'POST /v1/messages',
    body: { model: 'm', messages },
    said: { user: { metadata: { user_id: 'u' } }, 'metadata.generation_name': litellm, max_tokens: { max_tokens: 9 } },
  },
  {
    route: 'POST /v1beta/models/m:generateContent',
    body: { contents },
    said: {
      user: { litellm_metadata: { user: 'u' } },
      'metadata.generation_name': litellm,
      max_tokens: { generationConfig: { maxOutputTokens: 9 } },
    },
  },
];

/** As one body: members that two parameters share are merged. */
function bodyOf({ body, said }: Call, without?: string): Record<string, unknown> {
  const parts = Object.entries(said).filter(([name]) => name !== without);
  return parts.reduce<Record<string, unknown>>(
    (whole, [, part]) => {
      for (const [name, value] of Object.entries(part as Record<string, unknown>))
        whole[name] = name.endsWith('metadata')
          ? { ...(whole[name] as object | undefined), ...(value as object) }
          : value;
      return whole;
    },
    { ...body },
  );
}

const SHOWN: Readonly<Record<string, string>> = {
  user: 'user',
  'metadata.generation_name': '[metadata][generation_name]',
  max_tokens: 'max_tokens',
};

describeAt(
  'nothing set',
  'enforced_params of a key',
  () => ({ config: buildConfig([model()]) }),
  (gateway) => {
    const strict = () => createKey(gateway(), { enforced_params: ENFORCED, max_budget: 1 });

    describe.each(CALLS)('at $route', (call) => {
      // the Messages API itself wants max_tokens
      const wanted = ENFORCED.filter((name) => !call.route.endsWith('/messages') || name !== 'max_tokens');
      it.each(wanted)('refuses a call without %s before anything is held for it', async (name) => {
        const { key, hash } = await strict();
        const body = bodyOf(call, name);
        const answer = await callGateway<object>(gateway(), call.route, { key, body });
        expect(answer.status).toBe(401);
        expect(answer.text).toContain(
          `BadRequest please pass param=${SHOWN[name] ?? ''} in request body. This is a required param`,
        );
        expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([{ status: 'refused', cost_nano: 0n }]);
      });

      it('serves one that says them in the words of its dialect', async () => {
        const { key } = await strict();
        expect((await callGateway(gateway(), call.route, { key, body: bodyOf(call) })).status).toBe(200);
      });

      it('serves any call of a key without them', async () => {
        const { key } = await createKey(gateway());
        expect((await callGateway(gateway(), call.route, { key, body: bodyOf(call, 'user') })).status).toBe(200);
      });
    });

    it('has LiteLLM’s type', async () => {
      const { key } = await createKey(gateway(), { enforced_params: ['user'] });
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: 'm', messages } });
      expect([answer.status, answer.body]).toMatchObject([
        401,
        { error: { type: 'auth_error', param: 'None', code: '401' } },
      ]);
    });

    it.each([null, ''])('takes %j for nothing', async (user) => {
      const { key } = await createKey(gateway(), { enforced_params: ['user'] });
      const body = { model: 'm', messages, user };
      expect((await callGateway(gateway(), 'POST /v1/chat/completions', { key, body })).status).toBe(401);
    });

    it('takes a header that names the end user for `user`', async () => {
      const { key } = await createKey(gateway(), { enforced_params: ['user'] });
      const headers = { 'x-litellm-end-user-id': 'u' };
      const asked = { key, headers, body: { model: 'm', messages } };
      expect((await callGateway(gateway(), 'POST /v1/chat/completions', asked)).status).toBe(200);
    });

    it('counts tokens all the same: no model is asked', async () => {
      const { key } = await strict();
      const counted = { key, body: { model: 'm', messages } };
      expect((await callGateway(gateway(), 'POST /v1/messages/count_tokens', counted)).status).toBe(200);
    });

    it('holds at once when it is set on a key, also where LiteLLM keeps it, and is shown', async () => {
      const { key } = await createKey(gateway());
      const asked = { key, body: { model: 'm', messages } };
      expect((await callGateway(gateway(), 'POST /v1/chat/completions', asked)).status).toBe(200);
      await callGateway(gateway(), 'POST /key/update', {
        body: { key, metadata: { enforced_params: ['user'], a: 1 } },
      });
      expect((await callGateway(gateway(), 'POST /v1/chat/completions', asked)).status).toBe(401);
      const { body } = await callGateway(gateway(), `GET /key/info?key=${key}`);
      expect(body).toMatchObject({ info: { metadata: { enforced_params: ['user'], a: 1 } } });
    });

    it.each([[['']], [['a b']], [['a..b']], [['metadata.']], [Array.from({ length: 33 }, () => 'user')]])(
      'cannot be %j',
      async (enforced_params) => {
        const answer = await callGateway(gateway(), 'POST /key/generate', { body: { enforced_params } });
        expect([answer.status, answer.body]).toMatchObject([400, { error: { param: 'enforced_params' } }]);
      },
    );

    it('is not taken off by the key’s holder, nor left out of the keys that he makes with it', async () => {
      const user_id = `user-of-${String(Date.now())}`;
      await callGateway(gateway(), 'POST /user/new', {
        body: { user_id, user_role: 'internal_user', auto_create_key: false },
      });
      const { key } = await createKey(gateway(), { user_id, enforced_params: ['user'] });
      const by = (route: string, body: object) => callGateway(gateway(), route, { key, body });
      expect((await by('POST /key/update', { key, enforced_params: [] })).status).toBe(403);
      expect((await by('POST /key/generate', {})).body).toMatchObject({ error: { param: 'enforced_params' } });
      expect((await by('POST /key/generate', { enforced_params: ['user', 'max_tokens'] })).status).toBe(200);
    });
  },
);

describeAt(
  'nothing set',
  'general_settings.enforced_params',
  () => ({ config: { ...buildConfig([model()]), general_settings: { enforced_params: ['user'] } } }),
  (gateway) => {
    it('holds for every key, beside what the key has to say, and for the master key', async () => {
      const { key } = await createKey(gateway(), { enforced_params: ['max_tokens'] });
      const statusOf = async (said: object, secret?: string): Promise<number> => {
        const asked = { body: { model: 'm', messages, ...said }, ...(secret !== undefined && { key: secret }) };
        return (await callGateway(gateway(), 'POST /v1/chat/completions', asked)).status;
      };
      expect([
        await statusOf({}, key),
        await statusOf({ user: 'u' }, key),
        await statusOf({ max_tokens: 9 }, key),
      ]).toEqual([401, 401, 401]);
      expect(await statusOf({ user: 'u', max_tokens: 9 }, key)).toBe(200);
      expect([await statusOf({}), await statusOf({ user: 'u' })]).toEqual([401, 200]);
    });
  },
);
