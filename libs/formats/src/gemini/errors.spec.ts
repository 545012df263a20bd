import { GatewayError } from '@tollgate/canonical';
import { geminiArrayClient, geminiClient, geminiUpstream } from './index.js';

describe('an error for a client', () => {
  it.each<[number, string]>([
    [400, 'INVALID_ARGUMENT'],
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'NOT_FOUND'],
    [422, 'FAILED_PRECONDITION'],
    [429, 'RESOURCE_EXHAUSTED'],
    [502, 'INTERNAL'],
    [503, 'UNAVAILABLE'],
    [504, 'DEADLINE_EXCEEDED'],
  ])('of status %i is %s', (status, word) => {
    const { body } = geminiClient.encodeError(new GatewayError('upstream_error', { message: 'm', status }));
    expect(body).toEqual({ error: { code: status, message: 'm', status: word } });
  });

  it('says when to come again', () => {
    const error = new GatewayError('rate_limited', { message: 'm', retryAfterMs: 1_500 });
    const { body, headers } = geminiClient.encodeError(error);
    expect(headers['retry-after']).toBe('2');
    expect(body).toMatchObject({
      error: { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' }] },
    });
  });

  it('is one element of a list where a list was asked for', () => {
    const error = new GatewayError('invalid_key', { message: 'm' });
    expect(geminiArrayClient.encodeError(error).body).toEqual([geminiClient.encodeError(error).body]);
  });
});

describe('an error of the provider', () => {
  it('says when to come again, in whole milliseconds', () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' }];
    const error = { code: 429, message: 'quota', status: 'RESOURCE_EXHAUSTED', details };
    expect(geminiUpstream.decodeError(429, { error })).toMatchObject({
      message: 'quota',
      type: 'RESOURCE_EXHAUSTED',
      retryAfterMs: 34_400,
    });
    expect(geminiUpstream.decodeError(429, [{ error }])).toMatchObject({ message: 'quota' });
    expect(geminiUpstream.decodeError(429, JSON.stringify({ error }))).toMatchObject({ message: 'quota' });
  });

  it.each([
    ['<html>down</html>', '<html>down</html>'],
    ['', 'the provider answered with status 502 and no message'],
    [{}, '{}'],
  ])('that is none of its own (%j) is told as it is', (body, message) => {
    expect(geminiUpstream.decodeError(502, body)).toMatchObject({ status: 502, message, unbilled: true });
  });
});
