import { ManualClock } from '../../../../test/support/time/index.js';
import { LoginAttempts } from './login-attempts.js';

const MINUTES_5 = 300_000;

describe('guesses of passwords', () => {
  const clock = new ManualClock();
  let attempts: LoginAttempts;
  beforeEach(() => {
    clock.at = 0;
    attempts = new LoginAttempts(clock);
  });

  const wrong = (address = 'a') => attempts.judge(address, () => Promise.resolve(undefined));
  const right = (address = 'a') => attempts.judge(address, () => Promise.resolve('session'));
  const refused = { ok: false, error: MINUTES_5 };

  it('are ten wrong ones of an address in five minutes; others go on', async () => {
    for (let guess = 0; guess < 10; guess += 1) expect(await wrong()).toEqual({ ok: true, value: undefined });
    expect(await right()).toEqual(refused);
    expect(await right('b')).toEqual({ ok: true, value: 'session' });
    clock.at = MINUTES_5;
    expect(await right()).toEqual({ ok: true, value: 'session' });
  });

  it('are ten at each name, so that others of the address sign in, and a hundred of the address', async () => {
    const guess = (name: string, found?: string) => attempts.judge('a', () => Promise.resolve(found), name);
    for (let count = 0; count < 10; count += 1) await guess('one');
    expect(await guess('one', 'session')).toEqual(refused);
    expect(await guess('another', 'session')).toEqual({ ok: true, value: 'session' });
    for (let count = 0; count < 90; count += 1) await guess(`name ${String(count)}`);
    expect(await guess('another', 'session')).toEqual(refused);
    expect(await attempts.judge('b', () => Promise.resolve('session'), 'one')).toEqual({ ok: true, value: 'session' });
  });

  it('are ten also where they come at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => wrong()));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10);
  });

  it('are not forgiven for one that is right in between', async () => {
    for (let guess = 0; guess < 9; guess += 1) await wrong();
    await right();
    await wrong();
    expect(await wrong()).toEqual(refused);
  });

  it('do not count where they are right, or could not be judged', async () => {
    for (let guess = 0; guess < 50; guess += 1) {
      await right();
      await expect(attempts.judge('a', () => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
    }
    expect(await right()).toEqual({ ok: true, value: 'session' });
  });
});
