import type { CanonicalChunk } from '@tollgate/canonical';
import { DecodeError } from '@tollgate/formats';
import { EventTooLarge, FRAMINGS } from '@tollgate/framing';
import { UpstreamBroken } from '@tollgate/upstream';
import { AnswerCollector } from './answer-collector.js';
import { OutputBound } from './output-bound.js';
import { type RelayInput, relayStream } from './relay-stream.js';

type Events = readonly (readonly CanonicalChunk[])[];

const text = (value: string, block = 0): CanonicalChunk => ({ type: 'text-delta', block, text: value });
const finish = (choice = 0): CanonicalChunk => ({ type: 'finish', choice, finish: { reason: 'stop' } });
const END: CanonicalChunk = { type: 'end' };

function setUp(
  first: Events,
  rest: readonly (Events | Error)[] = [],
  more: Partial<RelayInput> & { readonly whole?: boolean; readonly outputTokensMax?: number } = {},
) {
  const queue = [...rest];
  const controller = new AbortController();
  const written: string[] = [];
  let aborted = false;
  let drain: (() => void) | undefined;
  const source = {
    whole: more.whole ?? true,
    next: () => {
      const next = queue.shift();
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    abort: () => {
      aborted = true;
    },
  };
  const encoder = {
    push: (chunk: CanonicalChunk) => (chunk.type === 'text-delta' ? [{ data: chunk.text }] : []),
    end: () => [],
  };
  const collector = new AnswerCollector();
  const slow = { on: false };
  const exchange = {
    signal: controller.signal,
    write: (piece: string) => {
      written.push(piece);
      return slow.on ? new Promise<void>((resolve) => (drain = resolve)) : undefined;
    },
  };
  const input: RelayInput = {
    events: first,
    rest: source,
    encoder,
    framing: FRAMINGS.sse,
    collector,
    choices: 1,
    bound: new OutputBound(more.outputTokensMax),
    ...more,
  };
  return {
    relay: () => relayStream(input, exchange),
    sent: () =>
      written
        .join('')
        .split('\n\n')
        .filter(Boolean)
        .map((line) => line.replace('data: ', '')),
    written,
    left: queue,
    collector,
    controller,
    slow,
    drain: () => drain?.(),
    aborted: () => aborted,
  };
}

describe('relayStream', () => {
  it('sends all but the end, and holds that back', async () => {
    const run = setUp(
      [[text('a')]],
      [[[text('b')], [finish()], [{ type: 'usage', usage: { output: 1 }, final: true }]], [[END]]],
    );
    const relayed = await run.relay();
    expect(run.sent()).toEqual(['a', 'b']);
    expect(relayed).toMatchObject({ failure: undefined, clientGone: false });
    expect(relayed.held.map((chunk) => chunk.type)).toEqual(['finish', 'usage', 'end']);
  });

  it('goes on sending other choices when the first has finished', async () => {
    const run = setUp([[text('a')], [finish(0)], [text('b', 1)], [finish(1)], [END]], [], { choices: 2 });
    const relayed = await run.relay();
    expect(run.sent()).toEqual(['a', 'b']);
    expect(relayed.held.map((chunk) => chunk.type)).toEqual(['finish', 'end']);
  });

  it('calls a stream that just stops a failure, never an end', async () => {
    expect(await setUp([[text('a')]], [], { whole: false }).relay()).toMatchObject({
      failure: { transport: 'incomplete' },
    });
  });

  it.each<[string, Error, object]>([
    [
      'breaks off',
      new UpstreamBroken({ message: 'gone', unbilled: false, transport: 'reset' }),
      { transport: 'reset' },
    ],
    ['has an event without end', new EventTooLarge(), { transport: 'too-large', unbilled: false }],
    ['is no longer of its dialect', new DecodeError('openai-chat', 'not JSON'), { transport: 'invalid' }],
  ])('tells what failed when it %s, and ends the upstream call', async (_, error, failure) => {
    const run = setUp([[text('a')]], [error]);
    expect(await run.relay()).toMatchObject({ failure, clientGone: false });
    expect(run.aborted()).toBe(true);
  });

  it('sends what came before an error of the provider', async () => {
    const run = setUp([[text('a')], [{ type: 'error', message: 'died' }], [text('b')]]);
    expect(await run.relay()).toMatchObject({ failure: { message: 'died' } });
    expect(run.sent()).toEqual(['a']);
  });

  it('reads no further while its client is slow, and stops when it goes', async () => {
    const run = setUp([[text('a')]], [[[text('b')]], [[text('c')]]]);
    run.slow.on = true;
    const relaying = run.relay();
    await new Promise((resolve) => setImmediate(resolve));
    expect([run.written.length, run.left.length]).toEqual([1, 2]);
    run.controller.abort();
    run.drain();
    expect(await relaying).toMatchObject({ clientGone: true });
    expect([run.written.length, run.aborted()]).toEqual([1, true]);
  });

  it('takes the abort that its client caused for the client’s going', async () => {
    const run = setUp([[text('a')]], [new UpstreamBroken({ message: 'x', unbilled: false, transport: 'aborted' })]);
    run.controller.abort();
    expect(await run.relay()).toMatchObject({ clientGone: true, failure: undefined });
  });

  it('cuts off a provider past its limit, but not one that has finished', async () => {
    const long = Array.from({ length: 50 }, () => [text('word ')] as const);
    expect(await setUp(long, [], { outputTokensMax: 10 }).relay()).toMatchObject({
      failure: { transport: 'too-large' },
    });
    expect(await setUp([...long, [finish()]], [], { outputTokensMax: 10 }).relay()).toMatchObject({
      failure: undefined,
    });
  });

  it('holds no endless end', async () => {
    const endless = Array.from({ length: 10_001 }, () => [text('x')] as const);
    expect(await setUp([[finish()], ...endless]).relay()).toMatchObject({ failure: { transport: 'invalid' } });
    const data = 'x'.repeat(4 * 1024 * 1024);
    const large = Array.from(
      { length: 9 },
      () => [{ type: 'wire', format: 'openai-chat', event: { data }, data }] as const,
    );
    expect(await setUp([[finish()], ...large]).relay()).toMatchObject({ failure: { transport: 'invalid' } });
    expect(await setUp([[finish()], ...large.slice(0, 8)]).relay()).toMatchObject({ failure: undefined });
  });

  it('lets a fault of ours out, with the upstream call ended and all that came collected', async () => {
    const run = setUp([[text('a')]], [], {
      encoder: {
        push: () => {
          throw new TypeError('bug');
        },
        end: () => [],
      },
    });
    await expect(run.relay()).rejects.toThrow('bug');
    expect(run.aborted()).toBe(true);
  });
});
