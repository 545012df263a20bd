import { Losses } from './losses.js';

describe('Losses', () => {
  it('name each loss once, and each reason of a member', () => {
    const losses = new Losses();
    losses.drop('a', 'unknown');
    losses.drop('a', 'unknown');
    losses.drop('a', 'too long');
    losses.change('b', 'cut');
    losses.change('b', 'cut');
    expect(losses.warnings).toEqual([
      { code: 'dropped', path: 'a', reason: 'unknown' },
      { code: 'dropped', path: 'a', reason: 'too long' },
      { code: 'changed', path: 'b', reason: 'cut' },
    ]);
  });

  it('hold no process where a client sends very many members', () => {
    const losses = new Losses();
    const before = performance.now();
    for (let index = 0; index < 200_000; index += 1) losses.drop(`member_${index}`, 'unknown');
    expect(losses.warnings).toHaveLength(200_000);
    // each compared with all before it, these take a minute
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
