import { setTimeout as pause } from 'node:timers/promises';
import { Turns } from './turns.js';

describe('turns', () => {
  it('run no more at once than they may, and let one who has a single work pass those who have many', async () => {
    const turns = new Turns(2);
    const done: string[] = [];
    let [running, most] = [0, 0];
    const work = (whose: string, name: string): Promise<void> =>
      turns.take(whose, async () => {
        most = Math.max(most, (running += 1));
        await pause(5);
        running -= 1;
        done.push(name);
      });
    const many = Array.from({ length: 20 }, (_, index) => work('many', `many ${String(index)}`));
    const one = work('one', 'one');
    await Promise.all([...many, one]);
    expect(most).toBe(2);
    expect(done.indexOf('one')).toBeLessThan(6);
    expect(done.filter((name) => name !== 'one')).toEqual(
      Array.from({ length: 20 }, (_, index) => `many ${String(index)}`),
    );
  });

  it('go on after a work that failed', async () => {
    const turns = new Turns(1);
    const failed = turns.take('a', () => Promise.reject(new Error('no')));
    const after = turns.take('b', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await after).toBe('yes');
    expect(await turns.take('a', () => Promise.resolve('again'))).toBe('again');
  });
});
