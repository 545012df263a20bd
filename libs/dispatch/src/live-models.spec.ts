import type { Deployment, HttpRequestSpec, ProviderDescription, Target } from '@tollgate/canonical';
import { PROVIDERS } from '@tollgate/providers';
import { createLogger } from '@tollgate/telemetry';
import type { UpstreamClient } from '@tollgate/upstream';
import { ManualClock } from '../../../test/support/time/index.js';
import { LiveModels } from './live-models.js';

const MINUTE = 60_000;

/** A provider whose next answers are given in turn; an Error is a broken connection. */
function setUp(...answers: readonly (readonly [status: number, body: unknown] | Error)[]) {
  const clock = new ManualClock(0);
  const asked: HttpRequestSpec[] = [];
  const upstream = {
    send: (spec: HttpRequestSpec) => {
      const answer = answers[asked.push(spec) - 1] ?? new Error('nothing more');
      if (answer instanceof Error) return Promise.reject(answer);
      const [status, body] = answer;
      return Promise.resolve({
        status,
        headers: {},
        body: { readAll: () => Promise.resolve(Buffer.from(JSON.stringify(body))) },
      });
    },
  } as unknown as UpstreamClient;
  const providers = new Map(PROVIDERS.map((provider) => [provider.id, provider]));
  const models = new LiveModels({ providers, upstream, clock, logger: createLogger('silent') });
  return { clock, asked, models };
}

function deploymentAt(provider: ProviderDescription['id'], apiBase = 'https://provider.test/v1'): Deployment {
  const target = { apiBase, extraHeaders: {}, model: '*' } as unknown as Target;
  return { id: `${provider}-1`, provider, target, credential: { api_key: 'sk-its-own' } } as unknown as Deployment;
}

const list = (...ids: string[]) => [200, { data: ids.map((id) => ({ id })) }] as const;

describe('LiveModels', () => {
  it('asks once for all who wait, and keeps the answer for five minutes', async () => {
    const { models, asked, clock } = setUp(list('a', 'b'), list('c'));
    const both = await Promise.all([models.listFor(deploymentAt('openai')), models.listFor(deploymentAt('openai'))]);
    expect(both).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    clock.advance(5 * MINUTE - 1);
    expect(await models.listFor(deploymentAt('openai'))).toEqual(['a', 'b']);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'GET',
      origin: 'https://provider.test',
      path: ['v1', 'models'],
      headers: { authorization: 'Bearer sk-its-own' },
    });
  });

  it('logs why it has none, without the credential that the provider may repeat', async () => {
    const lines: string[] = [];
    const key = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
    const upstream = { send: () => Promise.reject(new Error(`what answers is no provider: ${key}`)) };
    const models = new LiveModels({
      providers: new Map(PROVIDERS.map((provider) => [provider.id, provider])),
      upstream: upstream as unknown as UpstreamClient,
      clock: new ManualClock(0),
      logger: createLogger('warn', false, (line) => lines.push(line)),
    });
    await models.listFor({ ...deploymentAt('openai'), credential: { api_key: key } });
    expect(lines).toEqual([expect.stringContaining('what answers is no provider: ***')]);
  });

  it('keeps the last good list while the provider is away, without making anybody wait', async () => {
    const { models, asked, clock } = setUp(list('a'), new Error('away'), [500, {}], list('b'));
    await models.listFor(deploymentAt('openai'));
    for (const round of [2, 3, 4]) {
      clock.advance(5 * MINUTE);
      expect(await models.listFor(deploymentAt('openai'))).toEqual(['a']);
      await new Promise((resolve) => setImmediate(resolve));
      expect(asked).toHaveLength(round);
    }
    expect(await models.listFor(deploymentAt('openai'))).toEqual(['b']);
  });

  it.each([
    ['a refusal', [401, { error: {} }] as const],
    ['an empty list', [200, { data: [] }] as const],
    ['what is no list', [200, 'hello'] as const],
  ])('has none after %s, and asks again only half a minute later', async (_name, answer) => {
    const { models, asked, clock } = setUp(answer, list('a'));
    expect(await models.listFor(deploymentAt('openai'))).toBeUndefined();
    expect(await models.listFor(deploymentAt('openai'))).toBeUndefined();
    expect(asked).toHaveLength(1);
    clock.advance(MINUTE / 2);
    expect(await models.listFor(deploymentAt('openai'))).toEqual(['a']);
  });

  it.each([
    ['anthropic', 'https://api.test', { data: [{ id: 'claude-x' }] }, ['v1', 'models'], 'claude-x'],
    ['gemini', 'https://api.test', { models: [{ name: 'models/gemini-x' }] }, ['v1beta', 'models'], 'gemini-x'],
    ['ollama_chat', 'http://api.test', { models: [{ name: 'llama3:8b' }] }, ['api', 'tags'], 'llama3:8b'],
    [
      'groq',
      'https://api.test/openai/v1',
      { data: [{ id: 'openai/gpt-oss' }] },
      ['openai', 'v1', 'models'],
      'openai/gpt-oss',
    ],
  ] as const)('asks %s in its own way', async (provider, apiBase, body, path, id) => {
    const { models, asked } = setUp([200, body]);
    expect(await models.listFor(deploymentAt(provider, apiBase))).toEqual([id]);
    expect(asked[0]?.path).toEqual(path);
  });

  it('leaves out names that no request could carry', async () => {
    const { models } = setUp(list('good', '../bad', 'a b', ''));
    expect(await models.listFor(deploymentAt('openai'))).toEqual(['good']);
  });
});
