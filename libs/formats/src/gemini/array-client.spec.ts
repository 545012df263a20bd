import { GatewayError, type CanonicalChunk } from '@tollgate/canonical';
import { FRAMINGS } from '@tollgate/framing';
import { geminiArrayClient as client } from './index.js';

const context = { now: 0, newId: () => 'id', requestedModel: 'public-name', includeUsage: true };
const framing = FRAMINGS[client.framing];
const FOREIGN: readonly CanonicalChunk[] = [
  { type: 'wire', format: 'openai-chat', event: { data: '{}' }, data: {} },
  { type: 'start', id: 'r', model: 'm' },
  { type: 'text-start', block: 0, choice: 0 },
  { type: 'text-delta', block: 0, text: 'a' },
  { type: 'text-end', block: 0 },
  { type: 'finish', choice: 0, finish: { reason: 'stop' } },
  { type: 'end' },
];

function write(chunks: readonly CanonicalChunk[], whole = true): string {
  const encoder = client.openEncoder(context);
  const events = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...(whole ? encoder.end() : [])];
  return events.map((event) => framing.encode(event)).join('');
}

describe('a stream as one JSON array', () => {
  it('is one, of an answer in another dialect', () => {
    const elements = JSON.parse(write(FOREIGN)) as { candidates?: { finishReason?: string }[] }[];
    expect(elements[0]).toMatchObject({ candidates: [{ content: { parts: [{ text: 'a' }] } }] });
    expect(elements.every(({ candidates = [] }) => candidates.length > 0)).toBe(true);
    expect(elements.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP');
  });

  it('is one, of an answer in its own dialect, whose elements stay as they came', () => {
    const elements = ['{"candidates": [],"modelVersion": "m"}', '{"candidates":[{"finishReason":"STOP"}]}'];
    const chunks = elements.map((data): CanonicalChunk => ({
      type: 'wire',
      format: 'gemini',
      event: { data },
      data: JSON.parse(data) as object as never,
    }));
    expect(write(chunks)).toBe(`[${elements[0]?.replace('"m"', '"public-name"') ?? ''},\r\n${elements[1] ?? ''}\n]`);
  });

  it('is one where nothing was answered', () => {
    expect(JSON.parse(write([{ type: 'start', id: 'r', model: 'm' }]))).toEqual([]);
  });

  it('is one when an error ends it, wherever it stood', () => {
    for (let sent = 0; sent < FOREIGN.length; sent += 1) {
      const encoder = client.openEncoder(context);
      const events = FOREIGN.slice(0, sent).flatMap((chunk) => encoder.push(chunk));
      const end = client.encodeStreamError(new GatewayError('upstream_error', { message: 'broke' }), encoder);
      const text = [...events, ...end].map((event) => framing.encode(event)).join('');
      const elements = JSON.parse(text) as object[];
      expect(elements).toHaveLength(events.length + 1);
      expect(elements.at(-1)).toMatchObject({ error: { message: 'broke' } });
    }
  });
});
