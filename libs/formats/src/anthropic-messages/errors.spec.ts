import { GatewayError } from '@tollgate/canonical';
import { decodeError, encodeError, encodeStreamError } from './errors.js';

test.each([
  [400, 'invalid_request_error'],
  [401, 'authentication_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'request_too_large'],
  [422, 'invalid_request_error'],
  [429, 'rate_limit_error'],
  [500, 'api_error'],
  [503, 'api_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
])('status %i is %s (transcript messages provider errors)', (status, type) => {
  const { body, status: sent } = encodeError(new GatewayError('upstream_error', { message: 'm', status }));
  expect([sent, body]).toEqual([status, { type: 'error', error: { type, message: 'm' } }]);
});

test('when to come again, the request id, and that coming again is of no use', () => {
  const late = encodeError(
    new GatewayError('rate_limited', { message: 'm', retryAfterMs: 1200, headers: { 'request-id': 'req_1' } }),
  );
  expect(late.headers).toMatchObject({ 'retry-after': '2', 'request-id': 'req_1' });
  expect(late.body).toMatchObject({ request_id: 'req_1' });
  expect(encodeError(new GatewayError('upstream_auth_failed', { message: 'm' })).headers).toMatchObject({
    'x-should-retry': 'false',
  });
});

test('an error inside a stream is its event', () => {
  const [event] = encodeStreamError(new GatewayError('upstream_incomplete', { message: 'm' }));
  expect(event?.event).toBe('error');
  expect(JSON.parse(event?.data ?? '')).toEqual({ type: 'error', error: { type: 'api_error', message: 'm' } });
});

test("the raw body is kept for LiteLLM's text", () => {
  const body = {
    type: 'error',
    error: { type: 'authentication_error', message: 'invalid key' },
  };
  const failure = decodeError(401, body);
  expect(failure).toMatchObject({
    status: 401,
    type: 'authentication_error',
    message: 'invalid key',
    unbilled: true,
  });
  expect(failure.body).toBe(JSON.stringify(body));
});

test.each(['<html>Bad gateway</html>', '', undefined, null, [], 'x'.repeat(100_000)])(
  'a body that is no error still gives a message (%#)',
  (body) => {
    const { message, body: kept = '' } = decodeError(502, body);
    expect(message.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(20_000);
  },
);
