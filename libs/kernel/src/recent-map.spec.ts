import { RecentMap } from './recent-map.js';

describe('RecentMap', () => {
  it('drops the entry that was set longest ago when there is no room', () => {
    const map = new RecentMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    map.set('c', 4);
    expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual([3, undefined, 4]);
    expect(map.size).toBe(2);
  });
});
