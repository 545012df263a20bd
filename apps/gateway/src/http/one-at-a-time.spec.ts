import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { oneAtATime } from './one-at-a-time.js';

const POST = 'POST /%d HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi';

describe('oneAtATime', () => {
  let server: Server;
  let socket: Socket;
  let seen: { request: IncomingMessage; response: ServerResponse }[];
  let arrived: () => void;

  beforeEach(async () => {
    seen = [];
    const serve = oneAtATime((request, response) => {
      seen.push({ request, response });
      arrived();
    });
    server = createServer((request, response) => serve(request, response, false));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
  });

  afterEach(async () => {
    socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const arrivals = (count: number): Promise<void> =>
    new Promise((resolve) => {
      arrived = () => seen.length >= count && resolve();
      arrived();
    });

  it('shows the next request of a socket only when the answer before it is written', async () => {
    socket.write([1, 2, 3].map((number) => POST.replace('%d', String(number))).join(''));
    for (const count of [1, 2, 3]) {
      await arrivals(count);
      await new Promise((resolve) => setImmediate(resolve));
      expect(seen).toHaveLength(count);
      seen.at(-1)?.response.end('ok');
    }
    expect(seen.map(({ request }) => request.url)).toEqual(['/1', '/2', '/3']);
  });

  it('drops what waits when the socket closes', async () => {
    socket.write([1, 2].map((number) => POST.replace('%d', String(number))).join(''));
    await arrivals(1);
    const closed = new Promise((resolve) => seen[0]?.response.once('close', resolve));
    socket.destroy();
    await closed;
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toHaveLength(1);
  });

  it('cuts off a socket that pipelines without end', async () => {
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(POST.replace('%d', '1').repeat(70));
    await closed;
    expect(seen).toHaveLength(1);
  });
});
