import { connect } from 'node:net';
import { rawRequest } from '../../support/gateway/index.js';
import { CHAT, describeEdge } from './edge-gateway.js';

/** What the two sockets' buffers hold comes on top of what is read. */
const SENT_BYTES_MAX = 20_000_000;
const LARGE = { 'content-type': 'application/json', 'content-length': '400000000' };
const UPGRADE = { connection: 'upgrade', upgrade: 'websocket' };

/** Each is answered before all that its client sends is there. */
const REFUSED: readonly (readonly [what: string, head: string, status: number])[] = [
  ['a body without a key', rawRequest(CHAT, LARGE), 401],
  ['a body with a foreign expectation', rawRequest(CHAT, { ...LARGE, expect: 'tea' }), 417],
  ['a body to a route that is not there', rawRequest('POST /v1/nothing', LARGE), 404],
  ['a body to an admin route without a key', rawRequest('POST /key/generate', LARGE), 413],
  [
    'a body to an admin route, behind an expectation',
    rawRequest('POST /key/generate', { ...LARGE, expect: '100-continue' }),
    413,
  ],
  ['an upgrade', rawRequest('GET /v1/models', UPGRADE), 501],
  ['an upgrade of a POST', rawRequest(CHAT, { ...LARGE, ...UPGRADE }), 501],
  ['CONNECT', rawRequest('CONNECT example.com:443'), 501],
  ['what is no HTTP', 'NONSENSE\r\n\r\n', 400],
  ['headers without end', 'GET / HTTP/1.1\r\nx-a: ', 431],
];

describeEdge('what a client sends on behind its refusal', (edge) => {
  it.each(REFUSED)('is read for 64 KiB or a second, then the connection is closed: %s', async (_what, head, status) => {
    const { text, sent, seconds } = await pour(edge().gateway.port, head, 400_000_000);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} [^]*\r\nconnection: close\r\n`, 'i'));
    expect(sent).toBeLessThan(SENT_BYTES_MAX);
    expect(seconds).toBeLessThan(5);
    expect(edge().reached).toBe(0);
  });

  it.each(REFUSED.filter(([, , status]) => status !== 431))(
    'is waited for no longer than a second when nothing comes, though the client keeps the connection: %s',
    async (_what, head, status) => {
      const { text, seconds } = await pour(edge().gateway.port, head, 0);
      expect(text).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
      expect(seconds).toBeLessThan(5);
    },
  );
});

interface Poured {
  readonly text: string;
  readonly sent: number;
  readonly seconds: number;
}

/** Writes a head and then so many bytes until the other side closes both ways: its answer's end stops nobody here. */
function pour(port: number, head: string, bytes: number): Promise<Poured> {
  return new Promise((resolve) => {
    const piece = Buffer.alloc(64 * 1024, 'y');
    const began = performance.now();
    let text = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const more = (): void => {
      while (!socket.destroyed && socket.bytesWritten < bytes) if (!socket.write(piece)) return;
    };
    socket.setEncoding('utf8').on('data', (answer: string) => (text += answer));
    socket.on('error', () => undefined).on('drain', more);
    socket.once('close', () =>
      resolve({ text, sent: socket.bytesWritten, seconds: (performance.now() - began) / 1000 }),
    );
    socket.write(head);
    more();
    // the end of a client that never ends is not seen while it writes nothing: a reset is
    const probe = setInterval(() => socket.write(piece.subarray(0, 1)), 200);
    socket.once('close', () => clearInterval(probe));
  });
}
