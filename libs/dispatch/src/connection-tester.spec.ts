import { type AddressRules, type Deployment, GatewayError } from '@tollgate/canonical';
import { fail, type JsonObject, succeed } from '@tollgate/kernel';
import { PROVIDERS } from '@tollgate/providers';
import { UpstreamBroken, type UpstreamClient } from '@tollgate/upstream';
import { ConnectionTester } from './connection-tester.js';
import type { CredentialSource } from './credential-source.port.js';
import type { TestedMode } from './test-request.js';

type SendOptions = Parameters<UpstreamClient['send']>[1];

const MILLION = 1_000_000n;
const price = { base: { input: MILLION, output: MILLION }, tiers: [], serviceTiers: {}, source: 'test' };
const addresses = { isTeams: true } as unknown as AddressRules;

function deployment(info: JsonObject = {}): Deployment {
  const target = {
    provider: 'openai',
    model: 'm',
    litellmModel: 'openai/m',
    apiBase: 'http://provider.test/v1',
    extraHeaders: {},
    extraBody: {},
    dropParams: false,
    additionalDropParams: [],
    allowedOpenaiParams: [],
    defaults: {},
    forwardMetadata: false,
  };
  return { id: 'd', provider: 'openai', target, info, addresses } as unknown as Deployment;
}

interface Answer {
  readonly pieces?: readonly string[];
  /** How the bytes end; absent: as they should. */
  readonly broken?: 'total-timeout' | 'reset';
  /** Nothing was sent. */
  readonly unsent?: true;
}

function setUp(answer: Answer, credentialOf: CredentialSource['credentialOf'] = () => succeed({ api_key: 'k' })) {
  const sent: SendOptions[] = [];
  const clock = { at: 0, now: () => 0, monotonicMs: () => clock.at };
  const broken = (transport: 'total-timeout' | 'reset') =>
    new UpstreamBroken({ message: 'it broke', unbilled: answer.unsent === true, transport });
  const pieces = [...(answer.pieces ?? [])];
  const next = () => {
    const piece = pieces.shift();
    if (piece !== undefined) return Promise.resolve(Buffer.from(piece));
    return answer.broken === undefined ? Promise.resolve(undefined) : Promise.reject(broken(answer.broken));
  };
  const readAll = async () => Buffer.from((await next()) ?? '');
  const send = (_spec: unknown, options: SendOptions) => {
    sent.push(options);
    return Promise.resolve({ status: 200, headers: {}, body: { next, readAll, abort: () => undefined } });
  };
  const tester = new ConnectionTester({
    providers: new Map(PROVIDERS.map((provider) => [provider.id, provider])),
    upstream: { send } as unknown as UpstreamClient,
    credentials: { credentialOf },
    clock,
  });
  const test = (mode: TestedMode, info?: JsonObject) =>
    tester.test({ deployment: deployment(info), facts: {}, price, mode });
  return { test, sent, clock };
}

const CHAT = JSON.stringify({ choices: [], usage: { prompt_tokens: 4, completion_tokens: 1, total_tokens: 5 } });

describe('a test of a connection', () => {
  it.each([
    [undefined, 30_000],
    [2, 2_000],
    [0.25, 250],
    [600, 30_000],
    ['2', 30_000],
    [-1, 30_000],
  ])('of a model whose health_check_timeout is %j has %j ms, and goes where its other calls may', async (own, ms) => {
    const { test, sent } = setUp({ pieces: [CHAT] });
    expect(await test('chat', own === undefined ? {} : { health_check_timeout: own })).toEqual({
      answer: succeed(200),
      costNano: 5n,
    });
    expect(sent).toMatchObject([{ timeouts: { totalMs: ms, idleMs: ms, firstTokenMs: ms }, addresses }]);
    expect(sent[0]?.addresses).toBe(addresses);
  });

  it('tells how long it waited, and books what may have been billed', async () => {
    const { test } = setUp({ broken: 'total-timeout' });
    const { answer, costNano } = await test('chat');
    expect(answer).toMatchObject({
      ok: false,
      error: expect.stringMatching(/the provider did not answer within 30 s$/),
    });
    expect(costNano).toBeGreaterThan(0n);
  });

  it('books nothing where nothing was sent', async () => {
    const { test } = setUp({ broken: 'reset', unsent: true });
    expect(await test('chat')).toMatchObject({ answer: { ok: false }, costNano: 0n });
  });

  it('of a voice that breaks off is none that answered', async () => {
    const { test } = setUp({ pieces: ['ID3', 'xyz'], broken: 'reset' });
    const { answer, costNano } = await test('audio_speech');
    expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('it broke') });
    expect(costNano).toBeGreaterThan(0n);
  });

  it('of a voice that says nothing is none that answered', async () => {
    const { test } = setUp({});
    expect(await test('audio_speech')).toMatchObject({ answer: { ok: false } });
  });

  it('takes what was left by fetching a token', async () => {
    const { test, sent, clock } = setUp({ pieces: [CHAT] }, () => {
      clock.at = 1_500;
      return Promise.resolve(succeed({ api_key: 'k' }));
    });
    expect(await test('chat', { health_check_timeout: 2 })).toMatchObject({ answer: { ok: true } });
    expect(sent).toMatchObject([{ timeouts: { totalMs: 500 } }]);
  });

  it('asks nobody where no token comes in time, or none at all', async () => {
    const late = setUp({}, () => new Promise(() => undefined));
    expect(await late.test('chat', { health_check_timeout: 0.01 })).toEqual({
      answer: fail('Its credential was not issued within 0.01 s.'),
      costNano: 0n,
    });
    const refused = setUp({}, () => fail(new GatewayError('upstream_auth_failed', { message: 'no token' })));
    expect(await refused.test('chat')).toEqual({ answer: fail('no token'), costNano: 0n });
    expect([late.sent, refused.sent]).toEqual([[], []]);
  });
});
