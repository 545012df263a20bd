import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Exchange } from './exchange.js';

const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

describe('Exchange', () => {
  let server: Server;
  let socket: Socket;
  let received: string;
  let handle: (request: IncomingMessage, response: ServerResponse) => void;

  beforeEach(async () => {
    received = '';
    server = createServer((request, response) => handle(request, response));
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined).on('data', (piece) => (received += String(piece)));
  });

  afterEach(async () => {
    socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const until = async (met: () => boolean): Promise<void> => {
    const deadline = performance.now() + 3_000;
    while (!met()) {
      if (performance.now() > deadline) throw new Error(`did not come about; received: ${received}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const socketClosed = (): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve));

  it('keeps the connection after an answer to a request without a body, also one given at once', async () => {
    handle = (request, response) => new Exchange(request, response, false).send(404, {}, 'no');
    socket.write(GET);
    await until(() => received.endsWith('no'));
    socket.write(GET);
    await until(() => received.split('404').length === 3);
    expect(received).not.toMatch(/connection: close/i);
  });

  it('reads a little more of a body that nobody wants, then closes', async () => {
    handle = (request, response) => new Exchange(request, response, false).send(413, {}, 'too large');
    const closed = socketClosed();
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10000000\r\n\r\n${'x'.repeat(200_000)}`);
    await closed;
    expect(received).toMatch(/^HTTP\/1.1 413 [^]*connection: close[^]*too large$/i);
  });

  it('says 100 only when it is told to, and only once', async () => {
    let exchange: Exchange | undefined;
    handle = (request, response) => (exchange = new Exchange(request, response, true));
    socket.write('POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n');
    await until(() => exchange !== undefined);
    exchange?.send(401, {}, 'who?');
    await until(() => received.endsWith('who?'));
    expect(received).not.toContain('100 Continue');
  });

  it('does not lose an answer to a header that HTTP cannot carry', async () => {
    handle = (request, response) => new Exchange(request, response, false).send(200, { 'x-model': '模型' }, 'fine');
    socket.write(GET);
    await until(() => received.endsWith('fine'));
    expect(received).toContain('x-model: %E6%A8%A1%E5%9E%8B');
  });

  it('aborts when the client goes before its answer is whole, and not after', async () => {
    let exchange: Exchange | undefined;
    handle = (request, response) => (exchange = new Exchange(request, response, false));
    socket.write(GET);
    await until(() => exchange !== undefined);
    exchange?.begin(200, {});
    expect(exchange?.signal.aborted).toBe(false);
    socket.destroy();
    await until(() => exchange?.signal.aborted === true);
    expect(exchange?.revoked).toBe(false);
  });

  it('makes the writer wait for a slow client, and cuts one that takes nothing', async () => {
    let exchange: Exchange | undefined;
    handle = (request, response) => (exchange = new Exchange(request, response, false, 50));
    socket.pause();
    socket.write(GET);
    await until(() => exchange !== undefined);
    exchange?.begin(200, {});
    // far more than the kernel takes
    const waits = exchange?.write('x'.repeat(64_000_000));
    expect(waits).toBeInstanceOf(Promise);
    await waits;
    expect(exchange?.signal.aborted).toBe(true);
  });

  it('tells a key that was taken away from a client that left', async () => {
    let exchange: Exchange | undefined;
    handle = (request, response) => (exchange = new Exchange(request, response, false));
    socket.write(GET);
    await until(() => exchange !== undefined);
    exchange?.revoke();
    expect([exchange?.signal.aborted, exchange?.revoked]).toEqual([true, true]);
    exchange?.send(401, {}, 'gone');
    await until(() => received.endsWith('gone'));
  });
});
