import { decodeResponse } from './decode-response.js';

describe('decodeResponse', () => {
  it('keeps what a host adds, but for what would change every object made from it', () => {
    const { extra } = decodeResponse(JSON.parse('{"choices":[],"region":"eu","__proto__":{"polluted":true}}'));
    expect(extra).toEqual({ region: 'eu' });
    expect(extra?.['polluted']).toBeUndefined();
  });
});
