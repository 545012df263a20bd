import { maskHeaders, maskMembers, maskQuery } from './mask-log.js';

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
  ])('leaves nothing of %s, whatever its form', (name) => {
    expect(maskHeaders({ [name]: 'of-no-known-form-0123456789' })).toEqual({ [name]: '***' });
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

describe('maskMembers', () => {
  it('hides what stands under a secret’s name, at any depth, and leaves the rest', () => {
    const body = {
      max_tokens: 5,
      api_token: 'S1',
      a: [{ client_secret: 'S"2', key: 'S3', auth: 'S4' }],
      monkey: 'm',
      text: 'token',
    };
    expect(JSON.parse(maskMembers(JSON.stringify(body)))).toEqual({
      max_tokens: 5,
      api_token: '***',
      a: [{ client_secret: '***', key: '***', auth: '***' }],
      monkey: 'm',
      text: 'token',
    });
  });
});

describe('maskQuery', () => {
  it('shows every name, and the values of those alone that hold no secret', () => {
    const query = { 'api-version': '2025-02-01', key: 'k1', sig: 's1', anything: 'else', beta: 'true' };
    expect(maskQuery(query)).toBe('api-version=2025-02-01&key=***&sig=***&anything=***&beta=true');
  });
});
