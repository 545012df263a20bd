import { isStoreUnavailable, StoreUnavailable } from './store-unavailable.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('isStoreUnavailable', () => {
  it.each([
    'ECONNREFUSED',
    'EPIPE',
    'ETIMEDOUT',
    '08006',
    '57P01',
    '53300',
    '40001',
    '40P01',
    '42P01',
    '25006',
    'XX000',
  ])('waits for the store on %s', (code) => {
    expect(isStoreUnavailable(withCode(code))).toBe(true);
  });

  it.each(['22P05', '22003', '23514', '54000', '21000'])('blames a record for %s', (code) => {
    expect(isStoreUnavailable(withCode(code))).toBe(false);
  });

  it("knows the driver's errors without a code", () => {
    expect(isStoreUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isStoreUnavailable(new StoreUnavailable('no'))).toBe(true);
    expect(isStoreUnavailable(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true);
    expect(isStoreUnavailable(new TypeError('x is undefined'))).toBe(false);
  });
});
