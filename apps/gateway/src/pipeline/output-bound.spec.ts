import type { CanonicalChunk } from '@tollgate/canonical';
import { OutputBound } from './output-bound.js';

function exceeded(max: number | undefined, texts: readonly string[], more: readonly CanonicalChunk[] = []): boolean {
  const bound = new OutputBound(max);
  for (const text of texts) bound.push({ type: 'text-delta', block: 0, text });
  for (const chunk of more) bound.push(chunk);
  return bound.exceeded;
}

const many = (count: number, text: string): string[] => Array.from({ length: count }, () => text);

describe('OutputBound', () => {
  it('lets an answer be a twentieth longer than what was granted', () => {
    expect(exceeded(100, many(105, 'word '))).toBe(false);
    expect(exceeded(100, many(106, 'word '))).toBe(true);
  });

  it('does not take single characters, or empty pieces, for tokens', () => {
    expect(exceeded(100, many(400, 'x'))).toBe(false);
    expect(exceeded(100, many(1_000, ''))).toBe(false);
  });

  it('does not take many tokens in one piece for too many', () => {
    expect(exceeded(100, many(3, 'x'.repeat(10_000)))).toBe(false);
  });

  it('believes a provider that reports more on the way', () => {
    expect(exceeded(100, [], [{ type: 'usage', usage: { output: 106 }, final: false }])).toBe(true);
  });

  it('bounds nothing where no money does', () => {
    expect(exceeded(undefined, many(10_000, 'word '))).toBe(false);
  });
});
