import type { Deployment } from '@tollgate/canonical';
import fc from 'fast-check';
import { simpleShuffle } from './simple-shuffle.js';

const deployment = (id: string, more: Partial<Deployment> = {}): Deployment => ({ id, ...more }) as Deployment;

/** How often each is chosen over an even walk through [0, 1). */
function shares(...candidates: [Deployment, ...Deployment[]]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let step = 0; step < 100; step += 1) {
    const { id } = simpleShuffle(candidates, () => (step + 0.5) / 100);
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

describe('simpleShuffle', () => {
  it('is uniform without figures', () => {
    expect(shares(deployment('a'), deployment('b'))).toEqual({ a: 50, b: 50 });
  });

  it('goes by weight, then rpm, then tpm, whichever the first deployment has', () => {
    expect(shares(deployment('a', { weight: 3, rpm: 1 }), deployment('b', { weight: 1, rpm: 9 }))).toEqual({
      a: 75,
      b: 25,
    });
    expect(shares(deployment('a', { rpm: 1, tpm: 9 }), deployment('b', { rpm: 9, tpm: 1, weight: 5 }))).toEqual({
      a: 10,
      b: 90,
    });
    expect(shares(deployment('a', { tpm: 80 }), deployment('b', { tpm: 20 }))).toEqual({ a: 80, b: 20 });
  });

  it('counts a missing figure as 0', () => {
    expect(shares(deployment('a', { weight: 1 }), deployment('b'))).toEqual({ a: 100 });
  });

  it('is uniform when every figure is 0', () => {
    expect(shares(deployment('a', { weight: 0 }), deployment('b', { weight: 0 }))).toEqual({ a: 50, b: 50 });
  });

  it('always chooses one of the candidates, and never one of weight 0 beside others', () => {
    const weights = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (given, random) => {
        const [head, ...tail] = given.map((weight, index) => deployment(String(index), { weight }));
        if (head === undefined) return;
        const chosen = simpleShuffle([head, ...tail], () => random);
        expect(given.every((weight) => weight === 0) || (chosen.weight ?? 0) > 0).toBe(true);
      }),
    );
  });
});
