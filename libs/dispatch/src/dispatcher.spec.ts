import {
  GatewayError,
  type CanonicalRequest,
  type FailureClass,
  type RouteStep,
  type Snapshot,
  type StartedRecord,
} from '@tollgate/canonical';
import { fail, succeed, SystemClock } from '@tollgate/kernel';
import { openaiChatClient } from '@tollgate/formats';
import { Journal } from '@tollgate/logging';
import { type ProviderAdapter, PROVIDERS } from '@tollgate/providers';
import { createLogger } from '@tollgate/telemetry';
import { UpstreamClient } from '@tollgate/upstream';
import type { AttemptAccounts } from './attempt-accounts.js';
import type { DispatchAsk } from './dispatch-ask.js';
import { Dispatcher } from './dispatcher.js';

type Scripted = { status: number; body: string; headers?: Record<string, string> };

const ANSWER = (text: string): Scripted => ({
  status: 200,
  body: JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  }),
});
const ERROR = (status: number, message: string): Scripted => ({
  status,
  body: JSON.stringify({ error: { message, type: 't', code: null } }),
});
const EVENT = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const mock = PROVIDERS.find((provider) => provider.id === 'mock') as ProviderAdapter;

class MemoryJournal extends Journal {
  readonly startedLines: StartedRecord[] = [];
  broken = false;
  refuse: (record: StartedRecord) => boolean = () => false;
  override started(record: StartedRecord): Promise<void> {
    if (this.broken || this.refuse(record)) return Promise.reject(new Error('disk full'));
    this.startedLines.push(record);
    return Promise.resolve();
  }
  override finished(): Promise<void> {
    return Promise.resolve();
  }
  override accepting(): boolean {
    return true;
  }
}

function step(
  id: string,
  afterFailures: readonly FailureClass[] = ['server', 'rate-limit', 'timeout', 'connection', 'incomplete'],
): RouteStep {
  const target = { ...TARGET, deploymentId: id };
  const deployment = {
    id,
    group: 'g',
    provider: 'mock',
    served: true,
    target,
    credential: {},
    price: undefined,
    facts: {},
    limits: {},
    timeouts: {},
    info: {},
  };
  return {
    deployment: deployment,
    target,
    delayMs: 0,
    afterFailures,
    timeouts: { connectMs: 100, firstTokenMs: 100, idleMs: 100, totalMs: 1000 },
  };
}

const TARGET: RouteStep['target'] = {
  deploymentId: 'd',
  group: 'g',
  provider: 'mock',
  model: 'm',
  litellmModel: 'mock/m',
  apiBase: 'http://mock.invalid/v1',
  extraHeaders: {},
  extraBody: {},
  dropParams: false,
  additionalDropParams: [],
  allowedOpenaiParams: [],
  defaults: {},
  forwardMetadata: false,
};

function setUp(
  script: readonly Scripted[],
  options: { refuseFrom?: number; refuseOnly?: number; faultFrom?: number; limit?: number } = {},
) {
  const sent: string[] = [];
  const closed: string[] = [];
  const released: number[] = [];
  const journal = new MemoryJournal();
  const queue = [...script];
  const provider: ProviderAdapter = {
    ...mock,
    inProcess: (spec) => {
      sent.push(spec.body ?? '');
      const next = queue.shift() ?? ERROR(500, 'script ran out');
      return {
        status: next.status,
        headers: { 'content-type': 'application/json', ...next.headers },
        body: [next.body],
      };
    },
  };
  const reserved: number[] = [];
  const remaining: number[] = [];
  let calls = 0;
  const accounts = {
    reserve: ({ number, remainingMs }: { number: number; remainingMs: number }) => {
      calls += 1;
      remaining.push(remainingMs);
      if (options.faultFrom !== undefined && number >= options.faultFrom) throw new Error('bug');
      if (calls === options.refuseOnly || (options.refuseFrom !== undefined && number >= options.refuseFrom)) {
        return Promise.resolve(fail(new GatewayError('budget_exceeded', { message: 'spent' })));
      }
      reserved.push(number);
      const limited = options.limit !== undefined;
      const reservation = {
        requestId: 'r',
        attempt: number,
        admittedAt: 0,
        counters: [],
        heldNano: 5n,
        heldTokens: 0n,
        limitUpstream: limited,
        ...(limited && { outputTokens: options.limit }),
      };
      return Promise.resolve(
        succeed({
          reservation,
          atStake: 5n,
          bound: {},
          estimate: () => ({}),
          counted: undefined,
          pricing: { price: undefined, facts: {} },
        }),
      );
    },
    closeFailed: (attempt: { number: number }, failure: { message: string }) => {
      closed.push(failure.message);
      return { attempt, record: { attempt: attempt.number, errorMessage: failure.message }, costNano: 3n };
    },
    release: (attempt: { number: number }) => released.push(attempt.number),
  } as unknown as AttemptAccounts;
  const outcomes: (FailureClass | undefined)[] = [];
  const providers = new Map<string, ProviderAdapter>([['mock', provider]]);
  const dispatcher = new Dispatcher({
    providers,
    accounts,
    journal,
    upstream: new UpstreamClient(),
    clock: new SystemClock(),
    logger: createLogger('silent'),
    onOutcome: (_id, failureClass) => outcomes.push(failureClass),
  });
  const breakBuilding = (): void => {
    const { chat } = provider.adapters;
    if (chat === undefined) throw new Error('no chat');
    providers.set('mock', {
      ...provider,
      adapters: {
        chat: {
          ...chat,
          buildRequest: () => {
            throw new TypeError('bug');
          },
        },
      },
    });
  };
  return { dispatcher, sent, closed, released, reserved, remaining, journal, outcomes, breakBuilding };
}

function ask(steps: readonly RouteStep[], body: Record<string, unknown> = {}): DispatchAsk {
  const decoded = openaiChatClient.decodeRequest({
    body: { model: 'g', messages: [{ role: 'user', content: 'x' }], ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const request: CanonicalRequest = decoded.value;
  return {
    requestId: 'r',
    callId: 'r',
    admittedAt: 0,
    principal: {} as DispatchAsk['principal'],
    request,
    grant: { scopes: [] } as unknown as DispatchAsk['grant'],
    plan: { steps, deadlineMs: 5_000 },
    snapshot: {} as Snapshot,
    context: { now: 0, newId: () => 'id', requestedModel: 'g', includeUsage: false },
    bodyBytes: 10,
    signal: new AbortController().signal,
    started: (attempt, at, atStake, charged) =>
      ({
        attempt,
        deploymentId: at.deployment.id,
        heldNano: String(atStake),
        chargedNano: String(charged),
      }) as StartedRecord,
  };
}

describe('Dispatcher', () => {
  it('journals each attempt before it is sent, with what earlier ones were charged', async () => {
    const { dispatcher, journal, sent } = setUp([ERROR(500, 'one'), ANSWER('two')]);
    const result = await dispatcher.dispatch(ask([step('a'), step('b')]));
    expect(result.ok).toBe(true);
    expect(sent).toHaveLength(2);
    expect(journal.startedLines).toMatchObject([
      { attempt: 1, deploymentId: 'a', chargedNano: '0' },
      { attempt: 2, deploymentId: 'b', chargedNano: '3' },
    ]);
  });

  it('sends nothing that the journal could not take, and gives the hold back', async () => {
    const { dispatcher, journal, sent, released } = setUp([ANSWER('never')]);
    journal.broken = true;
    const result = await dispatcher.dispatch(ask([step('a')]));
    expect(result).toMatchObject({ ok: false, error: { error: { code: 'journal_unavailable' }, attempts: [] } });
    expect(sent).toEqual([]);
    expect(released).toEqual([1]);
  });

  it('shows the first error, whatever later attempts say', async () => {
    const { dispatcher } = setUp([ERROR(500, 'the first'), ERROR(503, 'the second')]);
    const result = await dispatcher.dispatch(ask([step('a'), step('b')]));
    expect(result).toMatchObject({
      ok: false,
      error: { error: { status: 500, message: expect.stringContaining('the first') } },
    });
  });

  it('does not try again what the caller did wrong', async () => {
    const { dispatcher, sent } = setUp([ERROR(400, 'bad'), ANSWER('no')]);
    const result = await dispatcher.dispatch(ask([step('a'), step('b')]));
    expect(result).toMatchObject({ ok: false, error: { error: { status: 400 } } });
    expect(sent).toHaveLength(1);
  });

  it('refuses at once what the first reservation refuses, and skips a later step that money does not cover', async () => {
    const first = setUp([ANSWER('no')], { refuseFrom: 1 });
    expect(await first.dispatcher.dispatch(ask([step('a')]))).toMatchObject({
      ok: false,
      error: { error: { code: 'budget_exceeded' }, attempts: [] },
    });
    expect(first.sent).toEqual([]);
    const second = setUp([ERROR(500, 'the first'), ANSWER('no')], { refuseFrom: 2 });
    expect(await second.dispatcher.dispatch(ask([step('a'), step('b')]))).toMatchObject({
      ok: false,
      error: { error: { status: 500 } },
    });
    expect(second.sent).toHaveLength(1);
  });

  it('puts the granted output limit into the bytes as the last word', async () => {
    const { dispatcher, sent } = setUp([ANSWER('ok')], { limit: 7 });
    await dispatcher.dispatch(ask([step('a')], { max_tokens: 100, extra_body: { max_completion_tokens: 5000 } }));
    const body = JSON.parse(sent[0] ?? '{}') as Record<string, unknown>;
    expect([body['max_tokens'], body['max_completion_tokens']].filter((limit) => limit !== undefined)).toEqual([7]);
  });

  it('sends a retry byte for byte as the first attempt', async () => {
    const { dispatcher, sent } = setUp([ERROR(500, 'x'), ANSWER('ok')]);
    await dispatcher.dispatch(ask([step('a'), step('a')]));
    expect(sent[1]).toBe(sent[0]);
  });

  it('commits to a stream at its first content, and falls back before it', async () => {
    const empty = { status: 200, body: EVENT({ role: 'assistant', content: '' }) + 'data: [DONE]\n\n' };
    const broken = {
      status: 200,
      body: `data: ${JSON.stringify({ error: { message: 'overloaded', type: 'server_error' } })}\n\n`,
    };
    const good = {
      status: 200,
      body: EVENT({ role: 'assistant', content: 'hi' }) + EVENT({}, 'stop') + 'data: [DONE]\n\n',
    };
    const { dispatcher, closed } = setUp([broken, empty, good]);
    const any: readonly FailureClass[] = [
      'server',
      'incomplete',
      'unavailable',
      'bad-request',
      'timeout',
      'connection',
      'rate-limit',
    ];
    const result = await dispatcher.dispatch(ask([step('a', []), step('b', any), step('c', any)], { stream: true }));
    expect(closed).toHaveLength(2);
    expect(result).toMatchObject({ ok: true, value: { attempt: { number: 3 }, answer: { kind: 'stream' } } });
  });

  it('classes an answer that is no answer as incomplete, never as success', async () => {
    const { dispatcher, outcomes } = setUp([{ status: 200, body: '<html>' }]);
    expect(await dispatcher.dispatch(ask([step('a')]))).toMatchObject({
      ok: false,
      error: { error: { code: 'upstream_invalid_response' } },
    });
    expect(outcomes).toEqual(['incomplete']);
  });

  it('gives back what it holds when a request cannot be built, and never sends it', async () => {
    const { dispatcher, sent, released, breakBuilding } = setUp([ANSWER('never')]);
    breakBuilding();
    expect(await dispatcher.dispatch(ask([step('a')]))).toMatchObject({
      ok: false,
      error: { error: { code: 'internal_error' }, attempts: [] },
    });
    expect(sent).toEqual([]);
    expect(released).toEqual([1]);
  });

  it('answers a fault of the accounts with an error, and keeps what earlier attempts cost', async () => {
    const { dispatcher } = setUp([ERROR(500, 'one')], { faultFrom: 2 });
    const result = await dispatcher.dispatch(ask([step('a'), step('b')]));
    expect(result).toMatchObject({ ok: false, error: { attempts: [{ attempt: 1 }], open: { costNano: 3n } } });
  });

  it('waits for a provider that asks for it, at that provider only, and not longer than a minute', async () => {
    const busy: Scripted = { ...ERROR(429, 'later'), headers: { 'retry-after': '3600' } };
    const first = step('a');
    const same = setUp([busy, ANSWER('no')]);
    expect(await same.dispatcher.dispatch(ask([first, first]))).toMatchObject({
      ok: false,
      error: { error: { status: 429 } },
    });
    expect(same.sent).toHaveLength(1);
    const other = setUp([busy, ANSWER('yes')]);
    expect((await other.dispatcher.dispatch(ask([step('a'), step('b')]))).ok).toBe(true);
  });

  it('gives each attempt that holds something a number of its own', async () => {
    const { dispatcher, reserved, journal } = setUp([ERROR(500, 'one'), ANSWER('three')]);
    journal.refuse = (record) => record.attempt === 2;
    const after: readonly FailureClass[] = ['server', 'bad-request'];
    const result = await dispatcher.dispatch(ask([step('a'), step('b', after), step('c', after)]));
    expect(result).toMatchObject({ ok: true, value: { attempt: { number: 3 } } });
    expect(reserved).toEqual([1, 2, 3]);
  });

  it('asks for money with the time that is left, and goes on past a step that it does not pay', async () => {
    const { dispatcher, remaining } = setUp([ERROR(500, 'one'), ANSWER('three')], { refuseOnly: 2 });
    const result = await dispatcher.dispatch(ask([step('a'), step('b'), step('c')]));
    expect(result.ok).toBe(true);
    expect(remaining.every((ms) => ms <= 5_000)).toBe(true);
  });
});
