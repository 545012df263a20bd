import { connect } from 'node:net';
import { rawRequest, waitFor } from '../../support/gateway/index.js';
import { speakChat } from '../../support/upstream/index.js';
import { bodyOf, CHAT, describeEdge } from './edge-gateway.js';

describeEdge('the framing of requests', (edge) => {
  const raw = (headers: string, body = '', line = `${CHAT} HTTP/1.1`) =>
    edge().talk(
      `${line}\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${edge().gateway.masterKey}\r\n` +
        `content-type: application/json\r\n${headers}\r\n\r\n${body}`,
    );
  const smuggled = (): string => `0\r\n\r\n${rawRequest(CHAT, edge().authorized, bodyOf({ user: 'smuggled' }))}`;

  it.each([
    ['a length and chunks', 'content-length: 5\r\ntransfer-encoding: chunked'],
    ['chunks and a length', 'transfer-encoding: chunked\r\ncontent-length: 5'],
    ['two lengths', 'content-length: 5\r\ncontent-length: 6'],
    ['two equal lengths', 'content-length: 5\r\ncontent-length: 5'],
    ['a list of lengths', 'content-length: 5, 5'],
    ['a negative length', 'content-length: -1'],
    ['a length with a sign', 'content-length: +5'],
    ['a length in hexadecimal', 'content-length: 0x5'],
    ['a length beyond all numbers', 'content-length: 99999999999999999999999'],
    ['an unknown coding', 'transfer-encoding: xchunked'],
    ['a coding that is not the last', 'transfer-encoding: chunked, gzip'],
    ['a coding with a space before its colon', 'transfer-encoding : chunked'],
    ['a coding with a control character', 'transfer-encoding: \u000bchunked'],
    ['a folded line', 'x-a: b\r\n transfer-encoding: chunked'],
    ['a NUL in a header', 'x-a: b\u0000c'],
    ['a bare line feed', 'x-a: b\ntransfer-encoding: chunked'],
    ['a bare carriage return', 'x-a: b\rtransfer-encoding: chunked'],
    ['a header without a name', ': x'],
  ])('is 400 with %s, and what is hidden behind is not served', async (_name, headers) => {
    const { statuses } = await raw(headers, smuggled());
    expect(statuses).toEqual([400]);
    expect(edge().reached).toBe(0);
  });

  it.each([
    ['a length that is no number', 'z\r\n{}\r\n0\r\n\r\n'],
    ['a length beyond all numbers', 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
    ['no end of a chunk', '2\r\n{}x\r\n0\r\n\r\n'],
    ['a negative length', '-2\r\n{}\r\n0\r\n\r\n'],
  ])('is 400 with %s in a body of chunks', async (_name, body) => {
    expect((await raw('transfer-encoding: chunked', body)).statuses).toEqual([400]);
    expect(edge().reached).toBe(0);
  });

  it('is 413 with endless extensions of a chunk', async () => {
    expect((await raw('transfer-encoding: chunked', `2;${'x'.repeat(100_000)}`)).statuses).toEqual([413]);
  });

  it.each([
    ['another version', `${CHAT} HTTP/3.0`],
    ['no version', CHAT],
    ['a method that is none', 'POST\u0000 / HTTP/1.1'],
    ['HTTP/2 without asking', 'PRI * HTTP/2.0'],
  ])('is 400 with %s', async (_name, line) => {
    expect((await raw('x: y', '', line)).statuses).toEqual([400]);
    expect(edge().reached).toBe(0);
  });

  it('is 400 without a host', async () => {
    expect((await edge().talk('GET /v1/models HTTP/1.1\r\nconnection: close\r\n\r\n')).statuses).toEqual([400]);
  });

  it('may be that of HTTP/1.0, which ends with its answer', async () => {
    const body = bodyOf();
    const line = `${CHAT} HTTP/1.0`;
    expect((await raw(`content-length: ${String(body.length)}`, body, line)).statuses).toEqual([200]);
  });

  it.each([
    ['one header of 17 kB', `x-a: ${'y'.repeat(17_000)}`],
    [
      'many headers of 17 kB together',
      Array.from({ length: 60 }, (_, i) => `x-${String(i)}: ${'y'.repeat(280)}`).join('\r\n'),
    ],
    ['101 headers', Array.from({ length: 97 }, (_, i) => `x-${String(i)}: y`).join('\r\n')],
    ['a thousand headers', Array.from({ length: 1000 }, (_, i) => `x-${String(i)}: y`).join('\r\n')],
    ['one header a thousand times', Array.from({ length: 1000 }, () => 'x-a: y').join('\r\n')],
  ])('is 431 with %s', async (_name, headers) => {
    expect((await raw(headers)).statuses).toEqual([431]);
    expect(edge().reached).toBe(0);
  });

  it.each([
    ['an upgrade', rawRequest('GET /v1/models', { connection: 'Upgrade', upgrade: 'websocket' })],
    ['an upgrade with a body', rawRequest(CHAT, { connection: 'Upgrade', upgrade: 'h2c' }, bodyOf())],
    ['an upgrade of an admin route', rawRequest('GET /docs', { connection: 'upgrade', upgrade: 'x' })],
    ['CONNECT', rawRequest('CONNECT example.com:443')],
    ['CONNECT to itself', rawRequest('CONNECT 127.0.0.1:4000')],
  ])('is 501 for %s, and the socket is closed', async (_name, bytes) => {
    const { statuses, text } = await edge().talk(bytes);
    expect(statuses).toEqual([501]);
    expect(text).toMatch(/^connection: close\r$/m);
    expect(edge().reached).toBe(0);
  });

  it('is the end of a request that its client half-closed within: nothing is served', async () => {
    const request = rawRequest(CHAT, edge().authorized, bodyOf());
    const { text } = await halfClose(edge().gateway.port, request.slice(0, -5));
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(edge().reached).toBe(0);
  });

  it('takes a client that half-closed behind its request for gone: the provider is told at once', async () => {
    const never = new Promise(() => undefined);
    edge().upstream.on('m', (request) => speakChat(request, { outputTokens: 2, promptTokens: 1, before: never }));
    const socket = connect(edge().gateway.port, '127.0.0.1');
    socket.write(rawRequest(CHAT, edge().authorized, bodyOf()));
    const received = await edge().upstream.received('m', edge().upstream.of('m').length + 1);
    socket.end();
    await waitFor('the end of the call', () => received.aborted);
    edge().upstream.on('m', (request) => speakChat(request, { outputTokens: 2, promptTokens: 1 }));
  });
});

/** Writes, ends its own side, and reads until the other ends too. */
function halfClose(port: number, bytes: string): Promise<{ readonly text: string }> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket.on('error', () => undefined).once('close', () => resolve({ text }));
    socket.once('end', () => socket.destroy());
    socket.end(bytes);
  });
}
