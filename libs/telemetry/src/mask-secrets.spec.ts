import { maskHeaders, maskSecrets } from './mask-secrets.js';

describe('maskHeaders', () => {
  it.each([
    'authorization',
    'Proxy-Authorization',
    'api-key',
    'x-api-key',
    'x-goog-api-key',
    'x-litellm-api-key',
    'ocp-apim-subscription-key',
    'cookie',
    'set-cookie',
    'x-tenant-token',
    'x-amz-security-token',
    'my_client_secret',
    'x-auth',
  ])('leaves of %s, whatever its form, no more than its end', (name) => {
    expect(maskHeaders({ [name]: 'of-no-known-form-0123456789' })).toEqual({ [name]: '***6789' });
    expect(maskHeaders({ [name]: 'short-one' })).toEqual({ [name]: '***' });
  });

  it.each([
    'content-type',
    'anthropic-beta',
    'openai-organization',
    'x-ratelimit-remaining-tokens',
    'keep-alive',
    'x-monkey',
  ])('leaves %s as it is', (name) => {
    expect(maskHeaders({ [name]: 'a value that may be read' })).toEqual({ [name]: 'a value that may be read' });
  });

  it('masks what looks like a credential under any name, and joins repeated headers', () => {
    expect(maskHeaders({ 'x-note': 'use sk-abcdef123456', via: ['a', 'b'], absent: undefined })).toEqual({
      'x-note': 'use sk-***',
      via: 'a, b',
    });
  });
});

describe('maskSecrets', () => {
  it.each([
    ['sk-proj-0123456789', 'sk-***'],
    ['Bearer abcdef.ghijkl', 'Bearer ***'],
    ['postgresql://me:pass@host/db', 'postgresql://me:***@host/db'],
    ['AIza0123456789012345678901', 'AIza***'],
  ])('hides %s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });
});
