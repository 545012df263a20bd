import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { discardRest } from './discard-rest.js';

const HEAD = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 400000000\r\n\r\n';

describe('discardRest', () => {
  let server: Server;
  let accepted: Socket;

  beforeEach(async () => {
    server = createServer((request, response) => {
      accepted = request.socket;
      response.writeHead(401, { connection: 'close', 'content-length': '4' }).end('who?');
      discardRest(request);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Sends a head and `bytes` of body as fast as they are taken; gives what came back when the connection is over. */
  async function pour(bytes: number): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const piece = Buffer.alloc(64 * 1024);
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
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(HEAD);
    more();
    await closed;
    return text;
  }

  it('reads no more than 64 KiB and what was on its way, and the client finds its answer', async () => {
    expect(await pour(300_000_000)).toMatch(/^HTTP\/1.1 401 [^]*who\?$/);
    // beyond them: the pieces that Node had read when it was told to stop
    expect(accepted.bytesRead).toBeLessThan(64 * 1024 * 6);
  });

  it('waits no longer than a second for a client that sends nothing more', async () => {
    const began = performance.now();
    expect(await pour(0)).toMatch(/who\?$/);
    while (!accepted.closed) await new Promise((resolve) => setImmediate(resolve));
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});
