import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequestSpec, Timeouts } from '@tollgate/canonical';
import { UpstreamBroken } from './body-reader.js';
import { UpstreamClient } from './upstream-client.js';

const TIMEOUTS: Timeouts = { connectMs: 2_000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 60_000 };

describe('UpstreamClient', () => {
  const servers: Server[] = [];
  const client = new UpstreamClient();

  afterAll(async () => {
    await client.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(listener: RequestListener): Promise<HttpRequestSpec> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      method: 'POST',
      origin: `http://127.0.0.1:${port}`,
      path: ['v1', 'x y'],
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    };
  }

  function send(spec: HttpRequestSpec, timeouts: Partial<Timeouts> = {}, signal = new AbortController().signal) {
    return client.send(spec, { timeouts: { ...TIMEOUTS, ...timeouts }, streamed: false, signal });
  }

  async function failureOf(promise: Promise<unknown>) {
    const error = await promise.then(
      () => undefined,
      (caught: unknown) => caught,
    );
    if (!(error instanceof UpstreamBroken)) throw new Error(`expected UpstreamBroken, got ${String(error)}`);
    return error.failure;
  }

  it('sends the bytes it was given and gives the answer as it is', async () => {
    let seen = '';
    const spec = await serve((request, response) => {
      request.on('data', (piece: Buffer) => (seen += piece.toString()));
      request.on('end', () => {
        response.writeHead(201, { 'x-one': 'a' });
        response.end(`${request.method} ${request.url}`);
      });
    });
    const answer = await send(spec);
    expect(answer.status).toBe(201);
    expect(answer.headers['x-one']).toBe('a');
    expect((await answer.body.readAll(1000)).toString()).toBe('POST /v1/x%20y');
    expect(seen).toBe('{"a":1}');
  });

  it('says of a refused connection that nothing was billed', async () => {
    const failure = await failureOf(
      send({ method: 'POST', origin: 'http://127.0.0.1:1', path: ['x'], headers: {}, body: '{}' }),
    );
    expect(failure).toMatchObject({ transport: 'unreachable', unbilled: true });
  });

  it('says of a connection cut after the request that it may have been billed', async () => {
    const spec = await serve((request) => request.on('data', () => request.socket.destroy()));
    expect(await failureOf(send(spec))).toMatchObject({ transport: 'reset', unbilled: false });
  });

  it('tells a body that breaks off from one that ends', async () => {
    const spec = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    });
    const answer = await send(spec);
    expect(await failureOf(answer.body.readAll(1000))).toMatchObject({ transport: 'reset' });
  });

  it('ends a call that takes longer than its total time, before and after the headers', async () => {
    const silent = await serve(() => undefined);
    expect(await failureOf(send(silent, { totalMs: 50 }))).toMatchObject({ transport: 'total-timeout' });
    const slow = await serve((_request, response) => response.write('x'));
    const answer = await send(slow, { totalMs: 150 });
    expect(await failureOf(answer.body.readAll(1000))).toMatchObject({ transport: 'total-timeout' });
  });

  it('ends a call whose answer falls silent', async () => {
    const spec = await serve((_request, response) => response.write('x'));
    const answer = await send(spec, { idleMs: 100 });
    expect(await failureOf(answer.body.readAll(1000))).toMatchObject({ transport: 'idle-timeout' });
  });

  it('ends the call when its caller goes', async () => {
    const closed = new Promise<void>((resolve) => {
      void serve((request, response) => {
        response.on('close', resolve);
        response.write('x');
        request.resume();
      }).then(async (spec) => {
        const controller = new AbortController();
        const answer = await send(spec, {}, controller.signal);
        await answer.body.next();
        controller.abort();
        expect(await failureOf(answer.body.readAll(10))).toMatchObject({ transport: 'aborted' });
      });
    });
    await closed;
  });

  it('stops reading from the provider while nobody takes the bytes', async () => {
    let written = 0;
    const spec = await serve((_request, response) => {
      const piece = Buffer.alloc(64 * 1024);
      const more = (): void => {
        while (written < 64 * 1024 * 1024) {
          written += piece.length;
          if (!response.write(piece)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const answer = await send(spec);
    await new Promise((resolve) => setImmediate(resolve));
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(written).toBeLessThan(32 * 1024 * 1024);
    expect((await answer.body.readAll(128 * 1024 * 1024)).length).toBe(64 * 1024 * 1024);
  });

  it('refuses an answer that is larger than what is allowed', async () => {
    const spec = await serve((_request, response) => response.end('x'.repeat(1000)));
    const answer = await send(spec);
    expect(await failureOf(answer.body.readAll(999))).toMatchObject({ transport: 'too-large' });
  });

  it('says of a call that was aborted before it left that nothing was billed, and never sends it', async () => {
    let requests = 0;
    const spec = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    const before = new AbortController();
    before.abort();
    expect(await failureOf(send(spec, {}, before.signal))).toMatchObject({ transport: 'aborted', unbilled: true });
    const connecting = new AbortController();
    const sending = failureOf(send(spec, {}, connecting.signal));
    connecting.abort();
    expect(await sending).toMatchObject({ transport: 'aborted', unbilled: true });
    await (await send(spec)).body.readAll(10);
    expect(requests).toBe(1);
  });

  it('leaves nothing on its caller’s signal when a call has ended, however it ended', async () => {
    const good = await serve((_request, response) => response.end('x'));
    const cut = await serve((request) => request.socket.destroy());
    const signal = new AbortController().signal;
    let listeners = 0;
    const counted = new Proxy(signal, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (name === 'addEventListener') listeners += 1;
          if (name === 'removeEventListener') listeners -= 1;
          return (value as (...given: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    await (await send(good, {}, counted)).body.readAll(10);
    await failureOf(send(cut, {}, counted));
    expect(listeners).toBe(0);
  });

  it('follows no redirect', async () => {
    const spec = await serve((_request, response) =>
      response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    );
    const answer = await send(spec);
    expect([answer.status, answer.headers['location']]).toEqual([307, 'http://127.0.0.1:1/']);
    await answer.body.readAll(10);
  });
});
