import type { UpstreamFailure } from '@tollgate/canonical';
import type { JsonValue } from '@tollgate/kernel';
import { CredentialMask } from './mask-credentials.js';

const KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

function maskOf(headers: Readonly<Record<string, string>> = {}): CredentialMask {
  return new CredentialMask({
    provider: {
      credentialFields: [
        { name: 'api_key', secret: true, required: true },
        { name: 'organization', secret: false, required: false },
      ] as never,
    },
    credential: { api_key: KEY, organization: 'org-of-the-operator' },
    spec: { headers },
  });
}

function failureOf(members: Partial<UpstreamFailure>): UpstreamFailure {
  return { message: '', unbilled: true, ...members };
}

describe('a failure without credentials', () => {
  it('is told in full but for them', () => {
    const failure = failureOf({ message: `no key ${KEY} of org-of-the-operator`, raw: { [KEY]: [KEY, 1, null] } });
    expect(maskOf().failure(failure)).toEqual(
      failureOf({ message: 'no key *** of org-of-the-operator', raw: { '***': ['***', 1, null] } }),
    );
  });

  it('stays JSON, whatever its texts look like side by side', () => {
    const raw = { see: 'http://host:8080', from: 'support@provider.test' };
    expect(maskOf().failure(failureOf({ raw })).raw).toEqual(raw);
  });

  it.each([
    ['under a secret name', { 'helicone-auth': 'Bearer h3licone99887766' }, 'h3licone99887766'],
    ['behind a scheme', { 'x-portal': 'Bearer p0rtal-11223344' }, 'p0rtal-11223344'],
    ['whose scheme is a word of their own', { 'x-api-key': 'Team t34m-11223344' }, 't34m-11223344'],
  ])('tells no header of the operator %s', (_, headers, secret) => {
    expect(maskOf(headers).failure(failureOf({ message: `I got ${secret}!` })).message).toBe('I got ***!');
  });
});

it('an error inside a stream tells no credential', () => {
  const chunk = { type: 'error', message: `no key ${KEY}`, providerType: `bad ${KEY}`, raw: { error: KEY } } as const;
  expect(maskOf().chunk(chunk)).toEqual({
    type: 'error',
    message: 'no key ***',
    providerType: 'bad ***',
    raw: { error: '***' },
  });
});

it('headers of an answer tell no credential, and are otherwise as they came', () => {
  const headers = { 'x-seen-key': KEY, 'x-note': 'Bearer of-good-news' };
  expect(maskOf().openHeaders(headers)).toMatchObject({ 'x-seen-key': '***' });
  const others = { 'x-note': 'Bearer of-good-news' };
  expect(maskOf().openHeaders(others)).toBe(others);
});

describe('a whole answer that tells of an error', () => {
  it.each<[string, JsonValue]>([
    ['at its top', { id: 'r', status: 'failed', error: { code: 'server_error', message: `key ${KEY}` }, output: [] }],
    ['within a choice', { id: 'r', choices: [{ index: 0, error: { code: 502, message: `key ${KEY}` } }] }],
  ])('%s is without credentials there, and byte for byte elsewhere', (_, answer) => {
    const text = JSON.stringify(answer).replace('"id":"r"', '"id" : "r"');
    const told = maskOf().answer(JSON.parse(text) as JsonValue, text);
    expect(told.text).toBe(text.replace(KEY, '***'));
    expect(told.body).toEqual(JSON.parse(told.text));
  });

  it('is as it came where it tells of none', () => {
    const body: JsonValue = { error: null, choices: [{ message: { content: KEY } }] };
    const text = ` ${JSON.stringify(body)}`;
    const told = maskOf().answer(body, text);
    expect(told.body).toBe(body);
    expect(told.text).toBe(text);
  });
});
