import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { endSocket } from './end-socket.js';

const HEADER_BYTES_MAX = 16 * 1024;
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(): Promise<number> {
  server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (_request, response) => response.end('ok'));
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) =>
    endSocket(socket, code === 'HPE_HEADER_OVERFLOW' ? 431 : 400),
  );
  server.on('upgrade', (_request, socket) => endSocket(socket, 501));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** What a client that writes `pieces`, each when more of the answer came, reads to the end of the connection. */
async function talk(pieces: readonly string[]) {
  const port = await listen();
  const left = [...pieces];
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let reset = false;
  const next = (): void => {
    const piece = left.shift();
    if (piece !== undefined) socket.write(piece);
  };
  socket.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    next();
  });
  socket.on('error', () => (reset = true));
  next();
  await once(socket, 'close');
  return { text, reset };
}

const UPGRADE = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
const head = (bytes: number): string =>
  `GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: ${'a'.repeat(bytes)}\r\n\r\n`;

describe('endSocket', () => {
  it('lets headers of 15 kB through', async () => {
    expect((await talk([head(15_000)])).text).toMatch(/^HTTP\/1.1 200 /);
  });

  it.each([17_000, 40_000, 80_000])('answers headers of %d bytes whole with 431, and resets nothing', async (bytes) => {
    const { text, reset } = await talk([head(bytes)]);
    expect(text).toMatch(/^HTTP\/1.1 431 Request Header Fields Too Large\r\n(.*\r\n)*connection: close\r\n/);
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    expect(JSON.parse(body)).toMatchObject({ error: { type: 'invalid_request_error', code: '431' } });
    expect(text).toContain(`content-length: ${String(Buffer.byteLength(body))}\r\n`);
    expect(reset).toBe(false);
  });

  it.each([
    ['headers that are too large', head(20_000).slice(0, -4)],
    ['what is no HTTP', 'hello\r\n\r\n'],
    ['an upgrade', UPGRADE],
  ])('reads on behind %s, whatever the parser says of it, and resets nothing', async (_what, first) => {
    const port = await listen();
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let reset = false;
    let text = '';
    socket.on('error', () => (reset = true)).on('data', (piece) => (text += String(piece)));
    const [accepted] = (await once(server as Server, 'connection')) as [Socket];
    socket.write(first);
    await once(socket, 'end');
    for (let sent = 1; sent <= 5; sent += 1) {
      const before = accepted.bytesRead;
      socket.write('a'.repeat(5_000));
      while (accepted.bytesRead < before + 5_000 && !accepted.destroyed)
        await new Promise((resolve) => setImmediate(resolve));
      expect(accepted.destroyed).toBe(false);
    }
    socket.end();
    await once(socket, 'close');
    expect(reset).toBe(false);
    expect(text.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  });

  it('says of what is no HTTP that it is none', async () => {
    const { text } = await talk(['\u0016\u0003\u0001 hello\r\n\r\n']);
    expect(text).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(text).toContain('"code":"400"');
  });

  it('says of an upgrade that none is served, to a client that goes on sending too', async () => {
    const { text, reset } = await talk([UPGRADE + 'x'.repeat(30_000)]);
    expect(text).toMatch(/^HTTP\/1.1 501 Not Implemented\r\n/);
    expect(text).toContain('"code":"501"');
    expect(reset).toBe(false);
  });
});
