import type { IncomingMessage } from 'node:http';
import { CREDENTIAL_HEADERS } from '@tollgate/auth';
import { receive } from './receive.js';
import { ROUTES } from './route-table.js';

const parts = {
  admissionInstants: { next: () => 5 },
  clock: { monotonicMs: () => 7, now: () => 6 },
  ids: { newId: () => 'request-1', random: () => 0 },
} as unknown as Parameters<typeof receive>[2];

function receiveWith(headers: Record<string, string>, keyHeaderName?: string) {
  const [route] = ROUTES;
  if (route === undefined) throw new Error('the route table is empty');
  const request = { headers, url: '/v1/chat/completions?a=b', socket: { remoteAddress: '127.0.0.1' } };
  const match = { route, params: {}, query: 'a=b' };
  return receive(request as unknown as IncomingMessage, match, parts, keyHeaderName);
}

describe('receive', () => {
  it.each([...CREDENTIAL_HEADERS])('takes %s off before anything else sees the request', (name) => {
    expect(receiveWith({ [name]: 'sk-secret-0123456789', 'x-other': 'kept' }).headers).toEqual({ 'x-other': 'kept' });
  });

  it.each<[keyParameter: 'key' | undefined, kept: object]>([
    ['key', { alt: 'sse' }],
    [undefined, { alt: 'sse', key: 'sk-b' }],
  ])('takes the key out of the query where the route has a place for it there: %p', (keyParameter, kept) => {
    const [row] = ROUTES;
    if (row === undefined) throw new Error('the route table is empty');
    const route = keyParameter === undefined ? row : { ...row, keyParameter };
    const request = { headers: {}, url: '/x?key=sk-a&alt=sse&key=sk-b', socket: {} } as unknown as IncomingMessage;
    const ingress = receive(request, { route, params: {}, query: 'key=sk-a&alt=sse&key=sk-b' }, parts, undefined);
    expect(ingress.query).toEqual(kept);
    if (keyParameter !== undefined) expect(JSON.stringify(ingress)).not.toContain('sk-');
  });

  it('takes off the header that the operator names for keys', () => {
    expect(receiveWith({ 'x-my-key': 'sk-secret', accept: '*/*' }, 'X-My-Key').headers).toEqual({ accept: '*/*' });
  });

  it.each([
    ['call-1', 'call-1'],
    ['x'.repeat(129), 'request-1'],
    ['two words', 'request-1'],
    ['', 'request-1'],
  ])('takes %j for a call id only when it is short and printable', (given, callId) => {
    expect(receiveWith({ 'x-litellm-call-id': given })).toMatchObject({
      callId,
      requestId: 'request-1',
      receivedAt: 5,
    });
  });
});
