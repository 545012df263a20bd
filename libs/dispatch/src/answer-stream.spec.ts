import type { CanonicalChunk } from '@tollgate/canonical';
import { AnswerStream, type AnswerStreamOptions, bearsContent, beginsEnd, peek as peekUntil } from './answer-stream.js';
import { beginsWithContent, beginsWithId } from './begins-answer.js';

/** Each piece is one event, whose data is the JSON of its chunks. */
function streamOf(events: readonly (readonly CanonicalChunk[])[], needsTerminator = false): AnswerStream {
  const queue = events.map((chunks) => Buffer.from(JSON.stringify(chunks)));
  return new AnswerStream(
    { next: () => Promise.resolve(queue.shift()), abort: () => undefined },
    { push: (bytes) => [{ data: Buffer.from(bytes).toString() }], end: () => [] },
    { push: (event) => JSON.parse(event.data) as CanonicalChunk[], end: () => [] },
    options(needsTerminator),
  );
}

/** The mask shouts. */
function options(needsTerminator = false): AnswerStreamOptions {
  return { needsTerminator, mask: { chunk: (chunk) => ({ ...chunk, message: chunk.message.toUpperCase() }) } };
}

async function drain(stream: AnswerStream): Promise<void> {
  while ((await stream.next()) !== undefined);
}

const text = (choice: number): CanonicalChunk => ({ type: 'text-start', block: choice, choice });
const finish = (choice: number): CanonicalChunk => ({ type: 'finish', choice, finish: { reason: 'stop' } });

describe('AnswerStream', () => {
  it.each<[string, readonly CanonicalChunk[], boolean]>([
    ['a terminator', [text(0), { type: 'end' }], true],
    ['a finish', [text(0), finish(0)], true],
    ['a finish for every choice', [text(0), text(1), finish(1), finish(0)], true],
    ['a finish for one choice of two', [text(0), text(1), finish(0)], false],
    [
      'a finish that only closes what broke off',
      [text(0), { type: 'finish', choice: 0, finish: { reason: 'other' } }],
      false,
    ],
    ['nothing', [text(0)], false],
  ])('with %s is whole or not', async (_, chunks, whole) => {
    const stream = streamOf([chunks]);
    await drain(stream);
    expect(stream.whole).toBe(whole);
  });

  it.each<[string, readonly CanonicalChunk[], boolean]>([
    ['a finish and a terminator', [text(0), finish(0), { type: 'end' }], true],
    ['a finish alone', [text(0), finish(0)], false],
    ['a terminator alone', [text(0), { type: 'end' }], false],
  ])('of a dialect that needs its terminator with %s is whole or not', async (_, chunks, whole) => {
    const stream = streamOf([chunks], true);
    await drain(stream);
    expect(stream.whole).toBe(whole);
  });
});

it('gives an error inside a stream without credentials', async () => {
  const stream = streamOf([[text(0)], [{ type: 'error', message: 'no such key' }]]);
  expect([await stream.next(), await stream.next()]).toEqual([
    [[text(0)]],
    [[{ type: 'error', message: 'NO SUCH KEY' }]],
  ]);
});

describe('an event that is none of its dialect', () => {
  /** All events in one piece, a line each. */
  function streamOfLines(lines: readonly string[]): AnswerStream {
    const queue = [Buffer.from(lines.join('\n'))];
    return new AnswerStream(
      { next: () => Promise.resolve(queue.shift()), abort: () => undefined },
      {
        push: (bytes) =>
          Buffer.from(bytes)
            .toString()
            .split('\n')
            .map((data) => ({ data })),
        end: () => [],
      },
      { push: (event) => JSON.parse(event.data) as CanonicalChunk[], end: () => [] },
      options(),
    );
  }

  it('takes nothing from those before it in the same piece', async () => {
    const stream = streamOfLines([JSON.stringify([text(0)]), JSON.stringify([text(1)]), 'no JSON', '[]']);
    expect(await stream.next()).toEqual([[text(0)], [text(1)]]);
    await expect(stream.next()).rejects.toThrow(SyntaxError);
  });

  it('is told at once where nothing came before it', async () => {
    await expect(streamOfLines(['no JSON']).next()).rejects.toThrow(SyntaxError);
  });
});

describe('peek', () => {
  const peek = (stream: AnswerStream) => peekUntil(stream, beginsWithContent);
  const delta: CanonicalChunk = { type: 'text-delta', block: 0, text: 'a' };

  it('gives all that was read, with the first content in it', async () => {
    const peeked = await peek(streamOf([[{ type: 'start', id: 'i', model: 'm' }], [text(0), delta], [delta]]));
    expect(peeked).toMatchObject({ kind: 'content', events: { length: 2 } });
  });

  it.each<[string, readonly (readonly CanonicalChunk[])[]]>([
    ['an error event', [[text(0)], [{ type: 'error', message: 'overloaded' }]]],
    ['an end without an answer', [[text(0)], [{ type: 'end' }]]],
  ])('fails on %s before the first content', async (_, events) => {
    expect(await peek(streamOf(events))).toMatchObject({ kind: 'failed', failure: { unbilled: false } });
  });

  it('keeps no more than some events, and no more than some bytes, for content that does not come', async () => {
    const small: CanonicalChunk = { type: 'start', id: 'i', model: 'm' };
    const large: CanonicalChunk = {
      type: 'wire',
      format: 'openai-chat',
      event: { data: 'x'.repeat(256 * 1024) },
      data: {},
    };
    const kept = async (chunk: CanonicalChunk): Promise<number> => {
      const peeked = await peek(streamOf(Array.from({ length: 100 }, () => [chunk])));
      return peeked.kind === 'content' ? peeked.events.length : 0;
    };
    expect([await kept(small), await kept(large)]).toEqual([64, 4]);
  });

  it('gives what was read up to the id of an answer that is made to its end without its call', async () => {
    const created: CanonicalChunk = {
      type: 'wire',
      format: 'openai-responses',
      event: { data: '' },
      data: { type: 'response.created', response: { id: 'resp_1', status: 'queued' } },
    };
    const events: readonly (readonly CanonicalChunk[])[] = [[text(0)], [created], [text(1)]];
    expect(await peekUntil(streamOf(events), beginsWithId)).toMatchObject({ kind: 'content', events: { length: 2 } });
    expect(await peekUntil(streamOf(events), beginsWithContent)).toMatchObject({ kind: 'failed' });
    expect(await peekUntil(streamOf([[text(0), delta], [created]]), beginsWithId)).toMatchObject({
      kind: 'content',
      events: { length: 1 },
    });
    const failed: CanonicalChunk = { type: 'error', message: 'overloaded' };
    expect(await peekUntil(streamOf([[text(0)], [failed], [created]]), beginsWithId)).toMatchObject({ kind: 'failed' });
  });

  it('takes no empty piece for content', () => {
    expect(bearsContent({ type: 'text-delta', block: 0, text: '' })).toBe(false);
    expect(bearsContent({ type: 'tool-call-start', block: 0, choice: 0, id: 'c', name: 'f', kind: 'function' })).toBe(
      true,
    );
  });
});

describe('beginsEnd', () => {
  it('waits for the last of several choices', () => {
    expect(beginsEnd(finish(0), 2)).toBe(false);
    expect(beginsEnd(finish(1), 1)).toBe(true);
  });

  it('begins with final usage, a terminator or an error, and not with usage on the way', () => {
    expect(beginsEnd({ type: 'usage', usage: {}, final: true }, 1)).toBe(true);
    expect(beginsEnd({ type: 'usage', usage: {}, final: false }, 1)).toBe(false);
    expect(beginsEnd({ type: 'end' }, 3)).toBe(true);
    expect(beginsEnd({ type: 'error', message: 'x' }, 3)).toBe(true);
  });
});
