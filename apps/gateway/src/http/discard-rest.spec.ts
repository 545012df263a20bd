import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { discardRest } from './discard-rest.js';

const BODY_BYTES = 50_000;
const HEAD = `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${String(BODY_BYTES)}\r\n\r\n`;

/** What it shares with every socket that lingers is told in linger.spec.ts. */
describe('discardRest', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('closes as soon as the body is whole: nobody waits a second for a client that has sent all', async () => {
    server = createServer((request, response) => {
      response.writeHead(401, { connection: 'close', 'content-length': '4' }).end('who?');
      discardRest(request);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let text = '';
    let broken = false;
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket.on('error', () => (broken = true));
    const [accepted] = (await once(server, 'connection')) as [Socket];
    socket.write(HEAD);
    while (!text.endsWith('who?')) await once(socket, 'data');
    const began = performance.now();
    socket.write('x'.repeat(BODY_BYTES));
    await once(accepted, 'close');
    expect(performance.now() - began).toBeLessThan(700);
    expect(accepted.bytesRead).toBe(HEAD.length + BODY_BYTES);
    expect(broken).toBe(false);
    socket.destroy();
  });
});
