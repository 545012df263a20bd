import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { HELD_BYTES_MAX } from './held-back.js';
import { RequestLines } from './request-lines.js';

const POST = 'POST /%d HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi';
const UPGRADE = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n';
const posts = (count: number): string =>
  Array.from({ length: count }, (_, index) => POST.replace('%d', String(index + 1))).join('');

describe('RequestLines', () => {
  let server: Server;
  let socket: Socket;
  let accepts: Socket[];
  let answers: string;
  let seen: { request: IncomingMessage; response: ServerResponse }[];
  let arrived: () => void;
  const lines = new RequestLines();

  beforeEach(async () => {
    seen = [];
    accepts = [];
    answers = '';
    server = createServer((request, response) =>
      lines.enter(request, response, () => {
        seen.push({ request, response });
        arrived();
      }),
    );
    server.on('connection', (accepted) => accepts.push(accepted.on('error', () => undefined)));
    server.on('clientError', (_error, broken) => lines.after(broken, () => broken.destroy()));
    server.on('upgrade', (_request, upgraded: Socket) => lines.after(upgraded, () => upgraded.end('UPGRADE')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined).on('data', (piece) => (answers += String(piece)));
  });

  afterEach(async () => {
    socket.destroy();
    for (const accepted of accepts) accepted.destroy();
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

  it('looks at nothing behind a request that waits, reads no more than its limit of it, and serves all of it afterwards', async () => {
    socket.write(posts(2));
    await arrivals(1);
    const accepted = seen[0]?.request.socket;
    await turn();
    const before = accepted?.bytesRead ?? 0;
    let parsed = 0;
    server.on('request', () => (parsed += 1));
    // each of a thousand bytes, so that no more of them come at once than may wait
    const more = 1_000;
    socket.write(posts(more).replaceAll('host: x', `host: x\r\nx-long: ${'y'.repeat(940)}`));
    let read = -1;
    for (let still = 0; still < 50; still += 1) {
      if (read !== accepted?.bytesRead) [read, still] = [accepted?.bytesRead ?? 0, 0];
      await turn();
    }
    expect(read - before).toBeGreaterThanOrEqual(HELD_BYTES_MAX);
    // the pieces that Node had read when it was told to stop come on top
    expect(read - before).toBeLessThan(HELD_BYTES_MAX * 3);
    expect(parsed).toBe(0);
    for (let count = 1; count <= 2 + more; count += 1) {
      await arrivals(count);
      seen.at(-1)?.response.end('ok');
    }
    expect(seen.map(({ request }) => request.url).slice(2)).toEqual(
      Array.from({ length: more }, (_, index) => `/${String(index + 1)}`),
    );
  });

  const BEHIND: readonly (readonly [what: string, bytes: string])[] = [
    ['a request', posts(1)],
    ['a hundred requests', posts(100)],
    [
      'a request without all of its body',
      `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\n${'x'.repeat(1000)}`,
    ],
    [
      'a request with more of its body than Node takes of one that nobody reads',
      `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n\r\n${'x'.repeat(100_000)}`,
    ],
    ['half a head', 'POST / HTTP/1.1\r\nho'],
    ['a request and half a head', `${posts(1)}POST / HTTP/1.1\r\nho`],
    ['an upgrade', UPGRADE],
    ['an upgrade behind a request', posts(1) + UPGRADE],
    ['what is no HTTP', '\u0000\u0001 hello\r\n\r\n'],
  ];
  const LEAVING: readonly (readonly [how: string, leave: (socket: Socket) => void])[] = [
    ['ends', (leaving) => leaving.end()],
    ['closes', (leaving) => leaving.destroy()],
    ['resets', (leaving) => leaving.resetAndDestroy()],
  ];
  describe.each(LEAVING)('sees that a client %s its connection', (_how, leave) => {
    it.each(BEHIND)('with %s behind its request', async (_what, bytes) => {
      socket.write(posts(1) + bytes);
      await arrivals(1);
      const [first] = seen;
      const closed = new Promise((resolve) => first?.response.once('close', resolve));
      // the gateway has had its turn with all that was written
      for (let round = 0; round < 20; round += 1) await turn();
      leave(socket);
      await closed;
      expect(first?.response.writableFinished).toBe(false);
      expect(seen).toHaveLength(1);
    });
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
    socket.write(posts(1) + UPGRADE);
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
