import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  callGateway,
  createKey,
  Gateway,
  makeDataFolder,
  removeDataFolder,
  waitFor,
} from '../../support/gateway/index.js';
import { testRedisUrl } from '../../support/services/index.js';
import { runToEnd } from './run-to-end.js';

const CALL = { model: 'mock/echo', messages: [{ role: 'user', content: 'Hello!' }] };

/** Redis as seen through a wire that can be cut. */
class Wire {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  constructor(private readonly target: URL) {}

  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  async mend(): Promise<void> {
    this.server = createServer((near) => {
      const far = connect(Number(this.target.port), this.target.hostname);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(socket);
        socket.on('error', () => other.destroy()).on('close', () => this.sockets.delete(socket));
        socket.pipe(other);
      }
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  get connections(): number {
    return this.sockets.size;
  }
}

describe('a Redis that cannot be reached at the start', () => {
  let folder: string;
  beforeAll(() => {
    folder = makeDataFolder();
  });
  afterAll(() => removeDataFolder(folder));

  it.each([[[]], [['worker']]])(
    'stops %j with one line, which names REDIS_URL and shows no password',
    async (command) => {
      const env = { REDIS_URL: 'redis://:hunter2@127.0.0.1:1' };
      const run = await runToEnd([...command, '--data-dir', folder, '--port', '0'], { env });
      expect({ ...run, stderr: '' }).toEqual({ code: 1, signal: null, stdout: '', stderr: '' });
      expect(run.stderr).toMatch(
        /^tollgate: Redis at redis:\/\/:\*\*\*@127\.0\.0\.1:1 cannot be reached .*REDIS_URL.*\n$/,
      );
    },
  );
});

describe('a Redis that goes away later', () => {
  it('takes nothing with it: calls are served meanwhile, and the worker finds it again', async () => {
    const wire = new Wire(new URL(testRedisUrl()));
    await wire.mend();
    const gateway = await Gateway.start({ env: { REDIS_URL: wire.url } });
    try {
      const { key } = await createKey(gateway);
      await wire.cut();
      await waitFor('the loss to be noticed', () => gateway.output.includes('the queue cannot be reached'));
      expect(await callGateway(gateway, 'POST /v1/chat/completions', { key, body: CALL })).toMatchObject({
        status: 200,
      });
      expect(await callGateway(gateway, 'GET /health/readiness', { key: null })).toMatchObject({ status: 200 });
      await wire.mend();
      await waitFor('the worker to come back', () => wire.connections > 0, 30_000);
      await gateway.stop();
    } finally {
      await gateway.dispose();
      await wire.cut();
    }
  });
});
