import type { CanonicalChunk } from '@tollgate/canonical';
import { AnswerCollector } from './answer-collector.js';

describe('AnswerCollector', () => {
  it('takes usage for that of the whole answer only when the answer has finished', () => {
    const collector = new AnswerCollector();
    collector.push({ type: 'start', id: 'm', model: 'x' });
    collector.push({ type: 'usage', usage: { inputUncached: 20, output: 1 }, final: false });
    collector.push({ type: 'text-start', block: 0, choice: 0 });
    collector.push({ type: 'text-delta', block: 0, text: 'a b c d' });
    expect(collector.usage).toBeUndefined();
    expect(collector.interimUsage).toEqual({ inputUncached: 20, output: 1 });
    collector.push({ type: 'usage', usage: { output: 4 }, final: true });
    collector.push({ type: 'finish', choice: 0, finish: { reason: 'stop' } });
    expect(collector.usage).toEqual({ inputUncached: 20, output: 4 });
  });

  it('reports no usage where the provider told no output', () => {
    const collector = new AnswerCollector();
    collector.push({ type: 'usage', usage: { inputUncached: 20 }, final: false });
    collector.push({ type: 'finish', choice: 0, finish: { reason: 'stop' } });
    expect(collector.usage).toBeUndefined();
  });

  it('keeps a bounded part of an answer, and its true length', () => {
    const collector = new AnswerCollector();
    const million = 'x'.repeat(1_000_000);
    const call = (block: number): CanonicalChunk => ({
      type: 'tool-call-start',
      block,
      choice: 0,
      id: 'y'.repeat(600_000),
      name: 'f',
      kind: 'function',
    });
    for (const chunk of [call(0), call(1)]) collector.push(chunk);
    for (const block of [0, 1, 0]) collector.push({ type: 'tool-call-delta', block, input: 'ab' });
    collector.push({ type: 'text-start', block: 2, choice: 0 });
    collector.push({ type: 'text-delta', block: 2, text: million });
    expect(collector.toResponse().choices[0]?.content).toMatchObject([
      { type: 'tool-call', input: 'abab' },
      { type: 'text', text: '' },
    ]);
    expect(collector.text.trimEnd()).toBe('abab');
    expect(collector.text).toHaveLength(1_000_007);
  });

  it('keeps no endless number of blocks', () => {
    const collector = new AnswerCollector();
    for (let block = 0; block < 50_000; block += 1) collector.push({ type: 'text-start', block, choice: 0 });
    expect(collector.toResponse().choices[0]?.content.length).toBeLessThanOrEqual(10_000);
  });
});
