import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { RequestLines } from './request-lines.js';

const POST = 'POST /%d HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi';
const posts = (count: number): string =>
  Array.from({ length: count }, (_, index) => POST.replace('%d', String(index + 1))).join('');

describe('RequestLines', () => {
  let server: Server;
  let socket: Socket;
  let answers: string;
  let seen: { request: IncomingMessage; response: ServerResponse }[];
  let arrived: () => void;
  const lines = new RequestLines();

  beforeEach(async () => {
    seen = [];
    answers = '';
    server = createServer((request, response) =>
      lines.enter(request, response, () => {
        seen.push({ request, response });
        arrived();
      }),
    );
    server.on('upgrade', (_request, upgraded: Socket) => lines.after(upgraded, () => upgraded.end('UPGRADE')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined).on('data', (piece) => (answers += String(piece)));
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
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('shows the next request of a socket only when the answer before it is written', async () => {
    socket.write(posts(3));
    for (const count of [1, 2, 3]) {
      await arrivals(count);
      await turn();
      expect(seen).toHaveLength(count);
      seen.at(-1)?.response.end('ok');
    }
    expect(seen.map(({ request }) => request.url)).toEqual(['/1', '/2', '/3']);
  });

  it('reads no more from a socket on which a request waits, and all of it afterwards', async () => {
    socket.write(posts(2));
    await arrivals(1);
    const server = seen[0]?.request.socket;
    await turn();
    const before = server?.bytesRead ?? 0;
    socket.write(posts(100));
    for (let round = 0; round < 50; round += 1) await turn();
    expect(server?.bytesRead).toBe(before);
    for (let count = 1; count <= 102; count += 1) {
      await arrivals(count);
      seen.at(-1)?.response.end('ok');
    }
    expect(seen.at(-1)?.request.url).toBe('/100');
  });

  it('drops what waits when the socket closes', async () => {
    socket.write(posts(2));
    await arrivals(1);
    const closed = new Promise((resolve) => seen[0]?.response.once('close', resolve));
    seen[0]?.request.socket.destroy();
    await closed;
    await turn();
    expect(seen).toHaveLength(1);
  });

  it('takes 500 at once, and cuts off a socket that pipelines far more', async () => {
    socket.write(posts(500));
    await arrivals(1);
    await turn();
    expect(seen[0]?.request.socket.destroyed).toBe(false);
    const second = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    const closed = new Promise((resolve) => second.once('close', resolve));
    second.write(posts(600));
    await closed;
  });

  it('lets an upgrade wait for the answer before it, of which all arrives', async () => {
    socket.write(`${posts(1)}GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n`);
    await arrivals(1);
    await turn();
    expect(answers).toBe('');
    const response = seen[0]?.response;
    const piece = 'y'.repeat(1024 * 1024);
    for (let index = 0; index < 8; index += 1)
      if (response?.write(piece) === false) await new Promise((resolve) => response.once('drain', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    response?.end();
    await closed;
    expect(answers).toMatch(/^HTTP\/1.1 200 [^]*0\r\n\r\nUPGRADE$/);
    expect(answers.split('y')).toHaveLength(8 * 1024 * 1024 + 1);
  });
});
