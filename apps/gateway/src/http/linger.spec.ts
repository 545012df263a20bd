import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { discardRest } from './discard-rest.js';
import { endSocket } from './end-socket.js';

const POST = 'POST / HTTP/1.1\r\nhost: x\r\n';

/** What the server answers before it has all that the client sends. */
const REFUSED: readonly [what: string, head: string, answer: RegExp][] = [
  ['a body that nobody reads', `${POST}content-length: 400000000\r\n\r\n`, /^HTTP\/1.1 401 [^]*who\?$/],
  // of this server, which does not ask whether an answer is under way, there comes a second one
  ['a body that is malformed', `${POST}transfer-encoding: chunked\r\n\r\n`, /^HTTP\/1.1 401 [^]*who\?/],
  ['what is no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400 [^]*\}$/],
  ['an upgrade', 'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', /^HTTP\/1.1 501 [^]*\}$/],
];

describe('a client that sends on behind its answer', () => {
  let server: Server;
  let accepted: Socket;

  beforeEach(async () => {
    server = createServer((request, response) => {
      response.writeHead(401, { connection: 'close', 'content-length': '4' }).end('who?');
      discardRest(request);
    });
    server.on('clientError', (_error, socket) => endSocket(socket, 400));
    server.on('upgrade', (_request, socket) => endSocket(socket, 501));
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    accepted.destroy();
    server.close();
  });

  /** Sends `head` and then `bytes` as fast as they are taken, and never ends; gives what came back when the connection is over. */
  async function pour(head: string, bytes: number): Promise<string> {
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const piece = Buffer.alloc(64 * 1024, 'x');
    let text = '';
    let left = bytes;
    const more = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= piece.length;
        if (!socket.write(piece)) return;
      }
    };
    socket.setEncoding('utf8').on('data', (answer: string) => (text += answer));
    socket.on('error', () => undefined).on('drain', more);
    [accepted] = (await once(server, 'connection')) as [Socket];
    socket.write(head);
    more();
    while (!accepted.closed) await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    return text;
  }

  it.each(REFUSED)('finds its answer, and 64 KiB are read of %s', async (_what, head, answer) => {
    expect(await pour(head, 300_000_000)).toMatch(answer);
    // beyond them: the pieces that Node had read when it was told to stop
    expect(accepted.bytesRead).toBeLessThan(64 * 1024 * 6);
  });

  it.each(REFUSED)('is waited for a second, and no longer, behind %s', async (_what, head, answer) => {
    const began = performance.now();
    expect(await pour(head, 0)).toMatch(answer);
    const ms = performance.now() - began;
    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(4_000);
  });
});
