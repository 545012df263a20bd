import { holdsValue, isSecretName, maskSecrets, maskValues } from './mask-secrets.js';

describe('maskSecrets', () => {
  it.each([
    ['https://host/v1?key=abc.def%20g&alt=sse', 'https://host/v1?key=***&alt=sse'],
    ['https://host/v1?a=1&sig=abc~1', 'https://host/v1?a=1&sig=***'],
    ['{"query":"api_key=abc","n":1}', '{"query":"api_key=***","n":1}'],
    ['?X-Amz-Signature=abc&X-Amz-Date=1', '?X-Amz-Signature=***&X-Amz-Date=1'],
    ['?authorization=abc', '?authorization=***'],
    ['?subscription-key=abc', '?subscription-key=***'],
    ['?monkey=abc&keys=1', '?monkey=abc&keys=1'],
    ['sk-proj-0123456789', 'sk-***'],
    ['Bearer abcdef.ghijkl', 'Bearer ***'],
    ['postgresql://me:pass@host/db', 'postgresql://me:***@host/db'],
    ['{"url":"http://host:80","to":"a@b.c"}', '{"url":"http://host:80","to":"a@b.c"}'],
    ['AIza0123456789012345678901', 'AIza***'],
    ['Invalid API Key: gsk_0123456789abcdefghij', 'Invalid API Key: gsk_***'],
  ])('hides %s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });
});

describe('maskValues', () => {
  const KEY = '0123456789abcdef0123456789abcdef';

  it.each<[string, string, string, string]>([
    ['as it stands', KEY, `no such key '${KEY}'.`, "no such key '***'."],
    ['each time', KEY, `${KEY} ${KEY}`, '*** ***'],
    ['cut off after its beginning', KEY, `no such key ${KEY.slice(0, 15)}`, 'no such key ***'],
    ['shown by its beginning', KEY, `key ${KEY.slice(0, 20)}... is wrong`, 'key ***... is wrong'],
    ['within JSON', 'pass"word\\1', JSON.stringify({ said: 'pass"word\\1' }), '{"said":"***"}'],
    ['within JSON within JSON', 'pass"word\\1', JSON.stringify(JSON.stringify('pass"word\\1')), '"\\"***\\""'],
    ['percent-encoded', 'pass word/1', 'https://host/?a=pass%20word%2F1', 'https://host/?a=***'],
    ['percent-encoded in lower case', 'pass word/1', '?a=pass%20word%2f1', '?a=***'],
    ['of a form', 'pass word/1', 'a=pass+word%2F1&b', 'a=***&b'],
    ['of eight characters', 'secret12', 'secret12 is wrong', '*** is wrong'],
  ])('hides a secret %s', (_, secret, text, masked) => {
    expect(maskValues(text, [secret])).toBe(masked);
  });

  it('leaves words and other texts alone, and hides what has the form of a key as well', () => {
    expect(maskValues('ollama is away', ['ollama', KEY])).toBe('ollama is away');
    expect(maskValues('0123456789 is no key, sk-0123456789 is', [KEY])).toBe('0123456789 is no key, sk-*** is');
  });
});

describe('holdsValue', () => {
  const KEY = '0123456789abcdef0123456789abcdef';

  it.each([
    [`seen: ${KEY}`, true],
    [`seen: ${KEY.slice(0, 12)}...`, true],
    [`seen: ${KEY.slice(0, 11)}`, false],
    ['short', false],
  ])('finds a secret or its beginning: %s', (text, held) => {
    expect(holdsValue(text, ['short', KEY])).toBe(held);
  });
});

it.each([
  ['helicone-auth', true],
  ['x-team-token', true],
  ['api_key', true],
  ['set-cookie', true],
  ['x-request-id', false],
  ['monkey', false],
])('%s names a secret: %s', (name, secret) => {
  expect(isSecretName(name)).toBe(secret);
});
