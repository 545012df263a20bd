import { endsWithin } from './ends-within.js';

describe('a work with a limit of time', () => {
  it('ends in it or not, and says so', async () => {
    expect(await endsWithin(1_000, Promise.resolve('done'))).toBe(true);
    expect(await endsWithin(5, new Promise(() => undefined))).toBe(false);
  });

  it('fails with its own error in time, and disturbs nobody with a later one', async () => {
    await expect(endsWithin(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    let fail = (_error: Error): void => undefined;
    const late = new Promise((_resolve, reject) => (fail = reject));
    expect(await endsWithin(5, late)).toBe(false);
    fail(new Error('late'));
    await new Promise(setImmediate);
  });
});
