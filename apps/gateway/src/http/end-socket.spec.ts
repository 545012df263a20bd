import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
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

  it('reads on for a client that goes on sending after the answer, and resets nothing', async () => {
    const port = await listen();
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let reset = false;
    socket.on('error', () => (reset = true)).resume();
    socket.write(head(20_000).slice(0, -4));
    await once(socket, 'end');
    const write = (): Promise<unknown> => new Promise((resolve) => socket.write('a'.repeat(5_000), resolve));
    await write();
    await new Promise((resolve) => setImmediate(resolve));
    await write();
    expect(reset).toBe(false);
    socket.end();
    await once(socket, 'close');
    expect(reset).toBe(false);
  });

  it('does not read on for ever', async () => {
    const { text } = await talk([head(20_000), ...Array.from({ length: 100 }, () => 'x'.repeat(100_000))]);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('says of what is no HTTP that it is none', async () => {
    const { text } = await talk(['\u0016\u0003\u0001 hello\r\n\r\n']);
    expect(text).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    expect(text).toContain('"code":"400"');
  });

  it('says of an upgrade that none is served, to a client that goes on sending too', async () => {
    const upgrade = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
    const { text, reset } = await talk([upgrade + 'x'.repeat(30_000)]);
    expect(text).toMatch(/^HTTP\/1.1 501 Not Implemented\r\n/);
    expect(text).toContain('"code":"501"');
    expect(reset).toBe(false);
  });
});
