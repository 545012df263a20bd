import type { BackgroundAnswer } from '@tollgate/dispatch';
import { beginBackground } from './begin-background.js';

type Parts = Parameters<typeof beginBackground>[0];
type Walked = Parameters<typeof beginBackground>[1];
type Dispatched = Parameters<typeof beginBackground>[2];

interface Given {
  readonly background?: unknown;
  readonly upstreamFormat?: string;
  readonly id?: string;
  readonly away?: boolean;
  readonly noLog?: boolean;
}

function setUp({ background = true, upstreamFormat = 'openai-responses', id = 'resp_x', away, noLog }: Given = {}) {
  const written: { readonly answer: BackgroundAnswer; readonly dueAt: number }[] = [];
  const complaints: unknown[] = [];
  const step = {
    model: { name: 'm', group: 'm' },
    deployment: { id: 'd', limits: {} },
    target: { deploymentId: 'd', model: 'm', provider: 'openai' },
  };
  const attempt = {
    step,
    operation: { format: { id: upstreamFormat } },
    atStake: 900n,
    outputLimit: 100,
    bound: { choices: 1 },
    reservation: { limitUpstream: false },
    warnings: [],
    estimate: () => ({ inputTokens: 7, inputNano: 7_000n, outputNanoPerMillion: 2_000n, outputMax: 5_000 }),
  };
  const parts = {
    clock: { now: () => 1_000, monotonicMs: () => 0 },
    logger: { error: (...said: unknown[]) => complaints.push(said) },
    accounts: {
      closeLater: () => ({
        attempt,
        record: { attempt: 1, costNano: '900', estimated: true },
        cost: { breakdown: {} },
        usage: undefined,
      }),
    },
    background: {
      insert: async (answer: BackgroundAnswer, dueAt: number) => {
        if (away === true) throw new Error('away');
        written.push({ answer, dueAt });
      },
    },
  } as unknown as Parts;
  const walked = {
    ingress: { requestId: 'r', receivedAt: 500, callId: 'c', route: { path: '/v1/responses' } },
    surface: { operation: 'responses', format: { id: 'openai-responses' }, callType: 'aresponses' },
    snapshot: { settings: {}, sinks: [{ sink: 's', content: true, success: true, failure: true }] },
    principal: { keyId: 'k', scopes: [] },
    caller: { tagIds: [], tagOfAllIds: [], tags: [] },
    body: { model: 'm', input: 'Hi' },
    request: { model: 'm', extra: { background }, gateway: { ...(noLog === true && { noLog }) } },
  } as unknown as Walked;
  const value = { id, status: 'queued', background: true };
  const response = { id, model: 'm', choices: [], source: { format: 'openai-responses', value, text: '' } };
  const dispatched = { answer: { kind: 'unary', response }, attempt, earlier: [] } as unknown as Dispatched;
  return { begin: () => beginBackground(parts, walked, dispatched), written, complaints };
}

describe('the beginning of an answer in the background', () => {
  it('is written down with all that its end is drawn up from, due a moment later', async () => {
    const { begin, written } = setUp();
    expect(await begin()).toEqual({ isAskedLater: true });
    expect(written).toHaveLength(1);
    expect(written[0]?.dueAt).toBeGreaterThan(1_000);
    expect(written[0]?.answer).toMatchObject({
      requestId: 'r',
      receivedAt: 500,
      deploymentId: 'd',
      upstreamId: 'resp_x',
      createdAt: 1_000,
      account: {
        atStakeNano: '900',
        record: { requestId: 'r', receivedAt: 500, status: 'pending', costNano: '900', sinks: [] },
        estimate: { inputTokens: 7, inputNano: '7000', outputNanoPerMillion: '2000', outputMax: 100 },
        texts: { requestId: 'r', input: { input: 'Hi' } },
      },
    });
  });

  it.each<[string, Given]>([
    ['nobody asked for it', { background: false }],
    ['its provider speaks another dialect', { upstreamFormat: 'openai-chat' }],
  ])('is none where %s', async (_, given) => {
    const { begin, written } = setUp(given);
    expect(await begin()).toBeUndefined();
    expect(written).toEqual([]);
  });

  it('is charged all that it can cost where it cannot be written, and that is said', async () => {
    const { begin, complaints } = setUp({ away: true });
    expect(await begin()).toEqual({ isAskedLater: false });
    expect(JSON.stringify(complaints)).toContain('charged all that it can cost');
  });

  it('is charged all that it can cost where its id cannot be asked for', async () => {
    const { begin, written } = setUp({ id: '../files' });
    expect(await begin()).toEqual({ isAskedLater: false });
    expect(written).toEqual([]);
  });

  it('has no prompt of a caller who wants it logged nowhere', async () => {
    const { begin, written } = setUp({ noLog: true });
    await begin();
    expect(written[0]?.answer.account.texts).toBeUndefined();
  });
});
