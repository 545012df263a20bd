import { TransientMap } from './transient-map.js';

describe('TransientMap', () => {
  it('finds what was set last, in the order in which keys came', () => {
    const map = new TransientMap<number>();
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([3, 2, undefined, 2]);
    expect([...map.values()]).toEqual([3, 2]);
  });

  it('forgets what was deleted, and says whether there was anything', () => {
    const map = new TransientMap<number>();
    map.set('a', 1);
    expect([map.delete('a'), map.delete('a')]).toEqual([true, false]);
    expect([map.has('a'), map.get('a'), map.size, [...map.values()]]).toEqual([false, undefined, 0, []]);
  });
});
