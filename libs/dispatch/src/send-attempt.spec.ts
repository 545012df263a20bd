import { GatewayError } from '@tollgate/canonical';
import { PROVIDERS, type ProviderAdapter } from '@tollgate/providers';
import { type UpstreamAnswer, UpstreamBroken, type UpstreamClient } from '@tollgate/upstream';
import { type SendInput, sendAttempt } from './send-attempt.js';

const openai = PROVIDERS.find((provider) => provider.id === 'openai') as ProviderAdapter;

/** A body that gives these pieces and then stays open, ends, or breaks. */
class ScriptedBody {
  aborted = false;
  private readonly pieces: string[];
  private wake: (() => void) | undefined;

  constructor(
    pieces: readonly string[],
    private readonly after: 'open' | 'end' | 'break' = 'end',
  ) {
    this.pieces = [...pieces];
  }

  async next(): Promise<Uint8Array | undefined> {
    const piece = this.pieces.shift();
    if (piece !== undefined) return Buffer.from(piece);
    if (this.after === 'end') return undefined;
    if (this.after === 'open' && !this.aborted) await new Promise<void>((resolve) => (this.wake = resolve));
    throw new UpstreamBroken({
      message: 'broke',
      unbilled: false,
      transport: this.after === 'open' ? 'aborted' : 'reset',
    });
  }

  async readAll(): Promise<Buffer> {
    const all: Uint8Array[] = [];
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) all.push(piece);
    return Buffer.concat(all);
  }

  abort(): void {
    this.aborted = true;
    this.wake?.();
  }
}

function upstreamWith(status: number, body: ScriptedBody, headers: Record<string, string> = {}): UpstreamClient {
  return {
    send: (_spec: unknown, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener('abort', () => body.abort());
      return Promise.resolve({ status, headers, body } as unknown as UpstreamAnswer);
    },
  } as unknown as UpstreamClient;
}

function input(stream: boolean, more: Partial<SendInput> = {}): SendInput {
  const operation = openai.adapters.chat;
  if (operation === undefined) throw new Error('no chat');
  return {
    provider: openai,
    operation,
    spec: { method: 'POST', origin: 'http://x', path: ['v1'], headers: {}, body: '{}' },
    credential: { api_key: 'sk-test' },
    now: 0,
    stream,
    outlivesCall: false,
    context: { now: 0, newId: () => 'id', requestedModel: 'm', includeUsage: false },
    timeouts: { connectMs: 1_000, firstTokenMs: 60_000, idleMs: 1_000, totalMs: 1_000 },
    signal: new AbortController().signal,
    onSigned: () => undefined,
    ...more,
  };
}

const EVENT = (delta: object): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;

describe('sendAttempt', () => {
  it.each([true, false])(
    'ends the upstream call when the answer is not of its dialect (stream: %p)',
    async (stream) => {
      const body = new ScriptedBody(['data: {not json\n\n'], stream ? 'open' : 'end');
      expect(await sendAttempt(input(stream), upstreamWith(200, body))).toMatchObject({
        kind: 'failed',
        failureClass: 'incomplete',
        failure: { transport: 'invalid' },
      });
      expect(body.aborted).toBe(true);
    },
  );

  it.each([true, false])(
    'takes a redirect for no answer, and says nowhere where it leads (stream: %p)',
    async (stream) => {
      const body = new ScriptedBody(['moved'], 'open');
      const upstream = upstreamWith(302, body, { location: 'http://inside/?token=x', 'x-request-id': 'r' });
      const sent = await sendAttempt(input(stream), upstream);
      expect(sent).toMatchObject({
        kind: 'failed',
        failureClass: 'not-found',
        failure: {
          status: 302,
          unbilled: true,
          transport: 'redirected',
          message: expect.not.stringContaining('inside'),
        },
        headers: { 'x-request-id': 'r' },
      });
      expect(sent.headers).not.toHaveProperty('location');
      expect(body.aborted).toBe(true);
    },
  );

  it('ends the upstream call when our own code fails on the answer, and lets the fault out', async () => {
    const body = new ScriptedBody([EVENT({ content: 'x' })], 'open');
    const broken = input(true);
    const operation = {
      ...broken.operation,
      format: {
        ...broken.operation.format,
        openDecoder: () => ({
          push: () => {
            throw new TypeError('bug');
          },
          end: () => [],
        }),
      },
    };
    await expect(sendAttempt({ ...broken, operation }, upstreamWith(200, body))).rejects.toThrow('bug');
    expect(body.aborted).toBe(true);
  });

  it('ends a stream whose first token is late, however much came before it', async () => {
    const body = new ScriptedBody([EVENT({ role: 'assistant', content: '' })], 'open');
    const late = input(true, { timeouts: { connectMs: 1, firstTokenMs: 20, idleMs: 1_000, totalMs: 1_000 } });
    expect(await sendAttempt(late, upstreamWith(200, body))).toMatchObject({
      kind: 'failed',
      failure: { transport: 'first-token-timeout' },
    });
    expect(body.aborted).toBe(true);
  });

  it('goes on following its caller after the first token', async () => {
    const caller = new AbortController();
    const body = new ScriptedBody([EVENT({ content: 'hi' })], 'open');
    const sent = await sendAttempt(input(true, { signal: caller.signal }), upstreamWith(200, body));
    expect(sent.kind).toBe('stream');
    caller.abort();
    expect(body.aborted).toBe(true);
  });

  it('says of an aborted caller that it left, not that the token was late', async () => {
    const caller = new AbortController();
    const body = new ScriptedBody([], 'open');
    const sent = sendAttempt(input(true, { signal: caller.signal }), upstreamWith(200, body));
    caller.abort();
    expect(await sent).toMatchObject({ kind: 'failed', failureClass: 'client-closed' });
  });

  it.each(['end', 'break'] as const)(
    'keeps the status of an error whose text is endless or breaks off (%s)',
    async (after) => {
      const body = new ScriptedBody(
        Array.from({ length: 20 }, () => 'x'.repeat(10_000)),
        after,
      );
      expect(await sendAttempt(input(false), upstreamWith(503, body, { 'retry-after': '3' }))).toMatchObject({
        kind: 'failed',
        failure: { status: 503, retryAfterMs: 3_000 },
      });
      expect(body.aborted).toBe(true);
    },
  );

  it('cuts off an event that never ends, before the first token', async () => {
    const body = new ScriptedBody(
      ['data: {"id":"', ...Array.from({ length: 20 }, () => 'a'.repeat(1024 * 1024))],
      'open',
    );
    expect(await sendAttempt(input(true), upstreamWith(200, body))).toMatchObject({
      kind: 'failed',
      failureClass: 'incomplete',
      failure: { transport: 'too-large', unbilled: false },
    });
    expect(body.aborted).toBe(true);
  });

  describe('a streamed call that is answered with JSON', () => {
    const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
    const ERROR = JSON.stringify({ error: { message: 'the model is being loaded', type: 'server_error' } }, null, 2);

    it.each(
      PROVIDERS.flatMap(({ id, adapters: { chat }, inProcess }) =>
        chat === undefined || inProcess !== undefined ? [] : [[id, chat] as const],
      ),
    )('fails with what it says, like one that is not streamed (%s)', async (_, operation) => {
      const send = (stream: boolean): Promise<unknown> =>
        sendAttempt(
          { ...input(stream), operation },
          upstreamWith(200, new ScriptedBody([' \n', ERROR.slice(0, 10), ERROR.slice(10)]), JSON_TYPE),
        );
      const streamed = await send(true);
      expect(streamed).toMatchObject({
        kind: 'failed',
        failure: { message: expect.stringContaining('the model is being loaded') },
      });
      expect(streamed).toEqual(await send(false));
    });

    it('fails also with a whole answer, which its client does not read', async () => {
      const whole = {
        id: 'c',
        choices: [{ index: 0, message: { role: 'assistant', content: 'x' }, finish_reason: 'stop' }],
      };
      const body = new ScriptedBody([JSON.stringify(whole)]);
      expect(await sendAttempt(input(true), upstreamWith(200, body, JSON_TYPE))).toMatchObject({
        kind: 'failed',
        failure: { transport: 'invalid', message: expect.stringMatching(/not a stream/) },
      });
    });

    it('is a stream all the same where only its type says JSON', async () => {
      const body = new ScriptedBody(['\n', EVENT({ content: 'hi' })], 'open');
      expect(await sendAttempt(input(true), upstreamWith(200, body, JSON_TYPE))).toMatchObject({ kind: 'stream' });
    });
  });

  it('takes a stream for whole by the rule of its dialect', async () => {
    const anthropic = PROVIDERS.find((provider) => provider.id === 'anthropic')?.adapters.chat;
    if (anthropic === undefined) throw new Error('no chat');
    const finish = 'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}\n\n';
    const wholeAfter = async (events: readonly string[]): Promise<boolean> => {
      const sent = await sendAttempt(
        { ...input(true), operation: anthropic },
        upstreamWith(200, new ScriptedBody(events)),
      );
      if (sent.kind !== 'stream') throw new Error('no stream');
      while ((await sent.rest.next()) !== undefined);
      return sent.rest.whole;
    };
    expect(await wholeAfter([finish])).toBe(false);
    expect(await wholeAfter([finish, 'data: {"type":"message_stop"}\n\n'])).toBe(true);
  });

  it('tells the signed request before it is sent', async () => {
    const order: string[] = [];
    const upstream = {
      send: () => {
        order.push('sent');
        return Promise.reject(new UpstreamBroken({ message: 'x', unbilled: true, transport: 'unreachable' }));
      },
    } as unknown as UpstreamClient;
    const sent = await sendAttempt(
      input(false, { onSigned: (spec) => order.push(spec.headers['authorization'] ?? '') }),
      upstream,
    );
    expect(order).toEqual(['Bearer sk-test', 'sent']);
    expect(sent).toMatchObject({ kind: 'failed', failureClass: 'connection', failure: { unbilled: true } });
    expect(sent).not.toBeInstanceOf(GatewayError);
  });
});
