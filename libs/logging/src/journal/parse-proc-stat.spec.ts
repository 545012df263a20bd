import { parseProcStat } from './parse-proc-stat.js';

const stat = (state: string, flags: number, name = 'node') =>
  `4242 (${name}) ${state} 1 4242 4242 0 -1 ${flags} 1 0 0 0 5 6 0 0 20 0 11 0 987654 0 0 0`;

describe('parseProcStat', () => {
  it.each(['R', 'S', 'D', 'T', 't'])('takes a process in state %s for alive', (state) => {
    expect(parseProcStat(stat(state, 0x400000))).toEqual({ isGone: false, startTicks: '987654' });
  });

  it('takes a zombie, a dead one and one that is exiting for gone', () => {
    for (const gone of [stat('Z', 0x400000), stat('X', 0), stat('R', 0x400004)])
      expect(parseProcStat(gone).isGone).toBe(true);
  });

  it('is not misled by the name of the process', () => {
    expect(parseProcStat(stat('S', 0, 'a) Z (b'))).toEqual({ isGone: false, startTicks: '987654' });
  });
});
