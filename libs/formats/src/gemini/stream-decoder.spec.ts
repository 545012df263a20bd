import type { CanonicalChunk } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import { DecodeError } from '../format.js';
import { GeminiStreamDecoder } from './stream-decoder.js';

function decode(...events: readonly JsonObject[]): readonly CanonicalChunk[] {
  const decoder = new GeminiStreamDecoder();
  const chunks = events.flatMap((event) => decoder.push({ data: JSON.stringify(event) }));
  return [...chunks, ...decoder.end()].filter(({ type }) => type !== 'wire');
}

const said = (parts: readonly JsonObject[], more: JsonObject = {}, index = 0): JsonObject => ({
  candidates: [{ content: { parts, role: 'model' }, index, ...more }],
  responseId: 'r',
  modelVersion: 'gemini-2.5-flash',
});
const STOP = { finishReason: 'STOP' };

describe('a stream', () => {
  it('tells thoughts, words and a seal in their order, each block closed', () => {
    const chunks = decode(
      said([{ text: 'hm', thought: true }]),
      said([{ text: 'a' }]),
      said([{ text: 'b', thoughtSignature: 'S' }], STOP),
    );
    expect(chunks).toEqual([
      { type: 'start', id: 'r', model: 'gemini-2.5-flash' },
      { type: 'reasoning-start', block: 0, choice: 0 },
      { type: 'reasoning-delta', block: 0, text: 'hm' },
      { type: 'reasoning-end', block: 0 },
      { type: 'text-start', block: 1, choice: 0 },
      { type: 'text-delta', block: 1, text: 'a' },
      { type: 'text-delta', block: 1, text: 'b' },
      { type: 'text-end', block: 1 },
      { type: 'reasoning-start', block: 2, choice: 0 },
      { type: 'reasoning-end', block: 2, signature: expect.stringMatching(/:S$/) },
      { type: 'finish', choice: 0, finish: { reason: 'stop', raw: 'STOP' } },
      { type: 'end' },
    ]);
  });

  it('gives calls whole, in order, under ids of their own', () => {
    const chunks = decode(
      said([
        { functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'S' },
        { functionCall: { name: 'f', args: {} } },
      ]),
      said([{ functionCall: { name: 'g', id: 'own', args: {} } }], STOP),
    );
    const starts = chunks.filter((chunk) => chunk.type === 'tool-call-start');
    expect(starts.map(({ id, name }) => [id, name])).toEqual([
      ['call_r_0__thought__S', 'f'],
      ['call_r_1', 'f'],
      ['own', 'g'],
    ]);
    expect(chunks).toContainEqual({ type: 'tool-call-end', block: 0, signature: 'S' });
    expect(chunks).toContainEqual({ type: 'finish', choice: 0, finish: { reason: 'tool-calls', raw: 'STOP' } });
  });

  it('puts a call together that comes in pieces, and trusts no path', () => {
    const piece = (partialArgs: readonly JsonObject[], more: JsonObject = { willContinue: true }): JsonObject =>
      said([{ functionCall: { partialArgs, ...more } }]);
    const chunks = decode(
      said([{ functionCall: { name: 'f', willContinue: true } }]),
      piece([{ jsonPath: "$.a[0]['b c']", stringValue: 'x', willContinue: true }]),
      piece([{ jsonPath: "$.a[0]['b c']", stringValue: 'y' }]),
      piece([
        { jsonPath: '$.a[1]', boolValue: true },
        { jsonPath: '$.n', nullValue: null },
        { jsonPath: '$.i', numberValue: 3 },
      ]),
      piece([
        { jsonPath: '$.a[999999999]', stringValue: 'far' },
        { jsonPath: '$.__proto__.polluted', stringValue: 'x' },
        { jsonPath: '$', stringValue: 'x' },
        { jsonPath: 'a', stringValue: 'x' },
        { jsonPath: `$${'.d'.repeat(100)}`, stringValue: 'deep' },
      ]),
      piece([], {}),
      said([], STOP),
    );
    const delta = chunks.find((chunk) => chunk.type === 'tool-call-delta');
    expect(JSON.parse(delta?.input ?? '')).toEqual({ a: [{ 'b c': 'xy' }, true], n: null, i: 3 });
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('closes a call whose last piece never came', () => {
    const chunks = decode(said([{ functionCall: { name: 'f', willContinue: true } }]), said([], STOP));
    expect(chunks.map(({ type }) => type)).toEqual([
      'start',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-end',
      'finish',
      'end',
    ]);
  });

  it('of several candidates ends when all have', () => {
    const chunks = decode(said([{ text: 'a' }], STOP), said([{ text: 'b' }], {}, 1));
    expect(chunks.some(({ type }) => type === 'end')).toBe(false);
    expect(decode(said([{ text: 'a' }], STOP), said([{ text: 'b' }], STOP, 1)).at(-1)).toEqual({ type: 'end' });
  });

  it('that was cut off has no end', () => {
    expect(decode(said([{ text: 'a' }])).at(-1)).toEqual({ type: 'text-end', block: 0 });
  });

  it('whose prompt was blocked ends with the reason', () => {
    const usageMetadata = { promptTokenCount: 4, totalTokenCount: 4 };
    expect(decode({ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata })).toMatchObject([
      { type: 'start' },
      { type: 'usage', usage: { inputUncached: 4, output: 0 }, final: true },
      { type: 'finish', choice: 0, finish: { reason: 'content-filter', raw: 'SAFETY' } },
      { type: 'end' },
    ]);
  });

  it('that breaks off with an error says so', () => {
    const [chunk] = decode({ error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } });
    expect(chunk).toMatchObject({ type: 'error', message: 'overloaded', providerType: 'UNAVAILABLE' });
  });

  it('tells usage as it grows, the last one as final, and the tier with its beginning', () => {
    const usageMetadata = { promptTokenCount: 4, candidatesTokenCount: 2, totalTokenCount: 6, serviceTier: 'flex' };
    const chunks = decode({ ...said([{ text: 'a' }]), usageMetadata }, { ...said([], STOP), usageMetadata });
    expect(chunks[0]).toMatchObject({ type: 'start', extra: { service_tier: 'flex' } });
    expect(chunks.flatMap((chunk) => (chunk.type === 'usage' ? [chunk.final] : []))).toEqual([false, true]);
  });

  it.each(['no json', '[1]', '"x"'])('of %p is none of this dialect', (data) => {
    expect(() => new GeminiStreamDecoder().push({ data })).toThrow(DecodeError);
  });
});
