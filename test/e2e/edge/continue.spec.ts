import { rawRequest } from '../../support/gateway/index.js';
import { bodyOf, CHAT, describeEdge } from './edge-gateway.js';

describeEdge('a client that waits for 100 Continue', (edge) => {
  const waiting = { expect: '100-continue', 'content-type': 'application/json', 'content-length': '100000' };
  const DOORS = [CHAT, 'POST /v1/messages', 'POST /key/generate', 'POST /key/delete', 'POST /nowhere'];

  it.each(DOORS)('is told 401 and never 100 on %s, without a key', async (line) => {
    expect((await edge().talk(rawRequest(line, waiting))).statuses).toEqual([401]);
    expect(edge().reached).toBe(0);
  });

  it.each(DOORS)('is told 401 and never 100 on %s, with a key that nobody knows', async (line) => {
    const headers = { ...waiting, authorization: 'Bearer sk-stranger-0123456789' };
    expect((await edge().talk(rawRequest(line, headers))).statuses).toEqual([401]);
    expect(edge().reached).toBe(0);
  });

  it.each([
    [CHAT, bodyOf(), 200],
    ['POST /key/generate', '{}', 200],
    ['POST /nowhere', '{}', 404],
  ])('is told 100 on %s with its key, and then served', async (line, body, status) => {
    expect((await edge().ask(line, { expect: '100-continue' }, body)).statuses).toEqual([100, status]);
  });

  it.each([
    ['GET /v1/models', 200],
    ['POST /v1/nothing', 404],
    ['PUT /v1/chat/completions', 405],
  ])('is told nothing of 100 where no body is wanted: %s', async (line, status) => {
    expect((await edge().ask(line, waiting)).statuses).toEqual([status]);
  });

  it.each([
    ['a body that is declared too large', { 'content-length': '1048577' }, 413],
    ['an encoded body', { 'content-encoding': 'gzip' }, 415],
    ['a foreign media type', { 'content-type': 'text/plain' }, 415],
  ])('is told of %s before it sends it', async (_name, headers, status) => {
    expect((await edge().ask(CHAT, { ...waiting, ...headers })).statuses).toEqual([status]);
  });

  it.each([CHAT, 'POST /key/generate'])('is told 417 for any other expectation on %s', async (line) => {
    expect((await edge().ask(line, { ...waiting, expect: 'tea' })).statuses).toEqual([417]);
  });
});
