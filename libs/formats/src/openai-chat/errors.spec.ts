import { GatewayError } from '@tollgate/canonical';
import { decodeError, encodeError, encodeStreamError } from './errors.js';

describe('encodeError', () => {
  // transcripts chat-request-errors and chat-provider-errors
  test("the envelope is OpenAI's, with the status as a text", () => {
    const error = new GatewayError('upstream_error', {
      message: 'm',
      status: 400,
      type: 'invalid_request_error',
      param: 'temperature',
    });
    expect(encodeError(error)).toMatchObject({
      status: 400,
      body: { error: { message: 'm', type: 'invalid_request_error', param: 'temperature', code: '400' } },
    });
    expect(encodeError(new GatewayError('invalid_key', { message: 'm' })).body).toEqual({
      error: { message: 'm', type: 'token_not_found_in_db', param: null, code: '401' },
    });
  });

  test('waiting times are whole seconds, rounded up', () => {
    expect(
      encodeError(new GatewayError('rate_limited', { message: 'm', retryAfterMs: 1200 })).headers['retry-after'],
    ).toBe('2');
  });

  test.each([
    ['budget_exceeded', 'false'],
    ['upstream_auth_failed', 'false'],
    ['rate_limited', undefined],
    ['budget_busy', undefined],
    ['invalid_request', undefined],
  ] as const)('%s: x-should-retry is %s', (code, header) => {
    expect(encodeError(new GatewayError(code, { message: 'm' })).headers['x-should-retry']).toBe(header);
  });

  test('in a stream it is the last event, and no [DONE] follows', () => {
    const events = encodeStreamError(new GatewayError('upstream_incomplete', { message: 'm' }));
    expect(events).toEqual([{ data: '{"error":{"message":"m","type":"api_error","param":null,"code":"502"}}' }]);
  });
});

describe('decodeError', () => {
  test.each([
    [
      'the envelope',
      { error: { message: 'm', type: 't', param: 'p', code: 'c' } },
      { message: 'm', type: 't', param: 'p', code: 'c' },
    ],
    ['a numeric code', { error: { message: 'm', code: 429 } }, { message: 'm', code: '429' }],
    ['an error that is a text', { error: 'm' }, { message: 'm' }],
    [
      'the flat form',
      { object: 'error', message: 'm', type: 't', code: '1500' },
      { message: 'm', type: 't', code: '1500' },
    ],
    ['a detail', { detail: 'm' }, { message: 'm' }],
    ['a list of details', { detail: [{ loc: ['body'], msg: 'a' }, { msg: 'b' }] }, { message: 'a; b' }],
    ['a list of one', [{ error: { message: 'm', code: 400 } }], { message: 'm', code: '400' }],
    ['JSON as text', '{"error":{"message":"m"}}', { message: 'm' }],
    [
      'a page',
      '<html><head><style>p{}</style><title>502 Bad Gateway</title></head><body><p>nginx</p></body></html>',
      { message: '502 Bad Gateway nginx' },
    ],
    ['nothing', undefined, { message: 'the provider answered with status 500 and no message' }],
    ['an empty text', '', { message: 'the provider answered with status 500 and no message' }],
    ['an empty object', {}, { message: 'the provider answered with status 500 and no message' }],
  ])('%s is read', (_, body, read) => {
    expect(decodeError(500, body)).toMatchObject({ status: 500, unbilled: true, ...read });
  });

  test('a huge body is kept short', () => {
    const failure = decodeError(500, 'x'.repeat(100_000));
    expect(failure.body?.length).toBe(4096);
    expect(failure.message.length).toBe(300);
  });
});
