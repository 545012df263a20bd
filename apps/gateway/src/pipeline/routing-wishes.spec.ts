import type { CanonicalRequest } from '@tollgate/canonical';
import { routingWishes } from './routing-wishes.js';

const request = (gateway: Partial<CanonicalRequest['gateway']> = {}): CanonicalRequest =>
  ({ gateway }) as CanonicalRequest;

describe('routingWishes', () => {
  it('lets the body win over the header', () => {
    const headers = { 'x-litellm-num-retries': '3', 'x-litellm-timeout': '9' };
    expect(routingWishes(request({ numRetries: 1, timeoutSeconds: 2 }), headers)).toEqual({
      numRetries: 1,
      timeoutSeconds: 2,
    });
    expect(routingWishes(request(), headers)).toEqual({ numRetries: 3, timeoutSeconds: 9 });
  });

  it.each([['abc'], [''], ['-1'], ['Infinity'], ['NaN']])('makes no wish of %j', (value) => {
    expect(routingWishes(request(), { 'x-litellm-num-retries': value, 'x-litellm-timeout': value })).toEqual({});
  });

  it('takes no timeout of nothing, and whole retries only', () => {
    expect(routingWishes(request(), { 'x-litellm-timeout': '0', 'x-litellm-num-retries': '1.9' })).toEqual({
      numRetries: 1,
    });
  });
});
