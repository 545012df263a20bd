import { extractCredential, type RequestHeaders } from './extract-credential.js';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const extract = (headers: RequestHeaders, litellmKeyHeaderName?: string) =>
  extractCredential(headers, litellmKeyHeaderName === undefined ? {} : { litellmKeyHeaderName });

describe('extractCredential', () => {
  it("reads the `?key=` of Google's clients where the route takes one, and refuses another key beside it", () => {
    expect(extractCredential({}, {}, ['sk-a'])).toEqual({ ok: true, value: 'sk-a' });
    expect(extractCredential({ 'x-goog-api-key': 'sk-a' }, {}, ['sk-a'])).toEqual({ ok: true, value: 'sk-a' });
    expect(extractCredential({ 'x-goog-api-key': 'sk-b' }, {}, ['sk-a'])).toMatchObject({ ok: false });
    expect(extractCredential({}, {}, ['sk-a', 'sk-b'])).toMatchObject({ ok: false });
    expect(extractCredential({ 'x-litellm-api-key': 'sk-b' }, {}, ['sk-a'])).toEqual({ ok: true, value: 'sk-b' });
    expect(extractCredential({}, {}, [''])).toEqual({ ok: true, value: undefined });
  });

  it.each<[string, RequestHeaders, string | undefined]>([
    ['Authorization: Bearer', { authorization: 'Bearer sk-a' }, 'sk-a'],
    ['Authorization: bearer', { authorization: 'bearer sk-a' }, 'sk-a'],
    ['a Bearer with more spaces', { authorization: 'Bearer   sk-a ' }, 'sk-a'],
    ['Basic with the key itself', { authorization: 'Basic sk-a' }, 'sk-a'],
    ['Basic with the key as password', { authorization: basic('user:sk-a') }, 'sk-a'],
    ['Basic with the key as user', { authorization: basic('sk-a:') }, 'sk-a'],
    [
      'a SigV4 Credential',
      { authorization: 'AWS4-HMAC-SHA256 Credential=Bearer sk-a/20261120/us-east-1/bedrock, SignedHeaders=host' },
      'sk-a',
    ],
    ['api-key', { 'api-key': 'sk-a' }, 'sk-a'],
    ['x-api-key', { 'x-api-key': 'sk-a' }, 'sk-a'],
    ['x-goog-api-key', { 'x-goog-api-key': 'sk-a' }, 'sk-a'],
    ['Ocp-Apim-Subscription-Key', { 'ocp-apim-subscription-key': 'sk-a' }, 'sk-a'],
    ['x-litellm-api-key without Bearer', { 'x-litellm-api-key': 'sk-a' }, 'sk-a'],
    ['x-litellm-api-key with Bearer', { 'x-litellm-api-key': 'Bearer sk-a' }, 'sk-a'],
    [
      'x-litellm-api-key beside a foreign Authorization',
      { 'x-litellm-api-key': 'sk-a', authorization: 'Bearer foreign' },
      'sk-a',
    ],
    [
      'x-litellm-api-key beside a malformed Authorization',
      { 'x-litellm-api-key': 'sk-a', authorization: 'nonsense' },
      'sk-a',
    ],
    ['the same key twice', { authorization: 'Bearer sk-a', 'x-api-key': 'sk-a' }, 'sk-a'],
    ['no header', {}, undefined],
    ['an empty Bearer', { authorization: 'Bearer' }, undefined],
    ['empty headers', { authorization: '', 'x-api-key': ' ' }, undefined],
  ])('reads %s', (_what, headers, secret) => {
    expect(extract(headers)).toEqual({ ok: true, value: secret });
  });

  it('refuses two credentials that differ', () => {
    expect(extract({ authorization: 'Bearer sk-a', 'x-api-key': 'sk-b' })).toMatchObject({
      ok: false,
      error: { code: 'conflicting_credentials', status: 401 },
    });
    expect(extract({ 'x-litellm-api-key': ['sk-a', 'sk-b'] })).toMatchObject({
      ok: false,
      error: { code: 'conflicting_credentials' },
    });
  });

  it.each(['sk-a', 'Token sk-a', basic('no colon'), 'Bearer:sk-a'])(
    'refuses the Authorization %s with LiteLLM’s text',
    (authorization) => {
      expect(extract({ authorization })).toMatchObject({
        ok: false,
        error: {
          code: 'malformed_key',
          status: 401,
          message: 'Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.',
        },
      });
    },
  );

  it('reads nothing but the header that the operator names', () => {
    expect(extract({ authorization: 'Bearer sk-a', 'x-company-key': 'Bearer sk-b' }, 'X-Company-Key')).toEqual({
      ok: true,
      value: 'sk-b',
    });
    expect(extract({ authorization: 'Bearer sk-a', 'x-litellm-api-key': 'sk-c' }, 'X-Company-Key')).toEqual({
      ok: true,
      value: undefined,
    });
  });
});
