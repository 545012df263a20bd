import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { GatewayError } from '@tollgate/canonical';
import type { EdgeOptions } from './edge-options.js';
import { GatewayExpressAdapter } from './gateway-express-adapter.js';

type Express = (handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void) => void;

const stranger = (): Promise<GatewayError> => Promise.resolve(new GatewayError('no_credentials', { message: 'who?' }));
const POST = 'POST /admin HTTP/1.1\r\nhost: x\r\n';

describe('GatewayExpressAdapter', () => {
  let adapter: GatewayExpressAdapter | undefined;
  let express: string[];
  afterEach(() => adapter?.close());

  /** Takes `/v1` itself; Express answers all the rest once it has the whole body. */
  async function start(edge: Partial<EdgeOptions> = {}): Promise<number> {
    express = [];
    adapter = new GatewayExpressAdapter(
      {
        handle: (request, response) => {
          if (request.url?.startsWith('/v1') !== true) return false;
          response.end('front');
          return true;
        },
      },
      edge,
    );
    adapter.initHttpServer();
    const app = adapter.getInstance<{ use: Express }>();
    app.use((request, response) => {
      express.push(request.url ?? '');
      if (request.url === '/early') response.end('early');
      else request.resume().once('end', () => response.end('express'));
    });
    const server = adapter.getHttpServer() as Server;
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** All that comes back until the connection ends; `trickleMs`: a byte so often. */
  async function talk(port: number, bytes: string, trickleMs?: number): Promise<string> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket.write(bytes);
    const timer = trickleMs === undefined ? undefined : setInterval(() => socket.write('x'), trickleMs);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(timer);
    return text;
  }

  it('hands to Express what the front does not take', async () => {
    const port = await start();
    expect(await talk(port, 'GET /v1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/front$/);
    expect(express).toEqual([]);
    expect(await talk(port, `${POST}connection: close\r\ncontent-length: 2\r\n\r\nhi`)).toMatch(/express$/);
    expect(express).toEqual(['/admin']);
  });

  it('asks who waits for 100 Continue before Express sees the request', async () => {
    const waiting = `${POST}connection: close\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n`;
    expect(await talk(await start({ refusalOf: stranger }), waiting)).toMatch(/^HTTP\/1.1 401 [^]*who\?/);
    expect(express).toEqual([]);
    await adapter?.close();
    expect(await talk(await start(), `${waiting}hi`)).toMatch(
      /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 [^]*express$/,
    );
    await adapter?.close();
    const broken = (): Promise<never> => Promise.reject(new Error('the store is away'));
    expect(await talk(await start({ refusalOf: broken }), waiting)).toMatch(/^HTTP\/1.1 500 (?![^]*store)/);
    expect(express).toEqual([]);
  });

  it('cuts a head that trickles', async () => {
    const port = await start({ headersMs: 200, headersCheckMs: 50 });
    expect(await talk(port, 'GET /v1 HTTP/1.1\r\nx-a: ', 20)).toMatch(/^HTTP\/1.1 408 /);
    expect(await talk(port, '')).toMatch(/^HTTP\/1.1 408 /);
  });

  it('cuts a body of Express’ that trickles, or is too large in chunks', async () => {
    const port = await start({ bodyTotalMs: 300, expressBodyBytesMax: 100 });
    expect(await talk(port, `${POST}content-length: 99\r\n\r\n`, 50)).toMatch(/^HTTP\/1.1 408 /);
    const chunk = `ffff\r\n${'x'.repeat(65_535)}\r\n`;
    expect(await talk(port, `${POST}transfer-encoding: chunked\r\n\r\n${chunk.repeat(3)}`)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('refuses a body of Express’ that is declared too large before Express sees it', async () => {
    const port = await start({ expressBodyBytesMax: 100 });
    expect(await talk(port, `${POST}content-length: 101\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
    expect(express).toEqual([]);
  });

  it('does not wait for a body behind an answer of Express that did not want it', async () => {
    const port = await start({ expressBodyBytesMax: 100_000 });
    const began = performance.now();
    expect(await talk(port, 'POST /early HTTP/1.1\r\nhost: x\r\ncontent-length: 99999\r\n\r\n', 50)).toMatch(/early$/);
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('closes a connection that waits too long for its next request', async () => {
    const port = await start({ keepAliveMs: 50 });
    expect(await talk(port, 'GET /v1 HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/front$/);
  });
});
