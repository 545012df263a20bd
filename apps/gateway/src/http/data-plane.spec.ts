import type { IncomingMessage, ServerResponse } from 'node:http';
import { EventEmitter } from 'node:events';
import { GatewayError, type Snapshot } from '@tollgate/canonical';
import { fail } from '@tollgate/kernel';
import { createLogger, Metrics } from '@tollgate/telemetry';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { DataPlane } from './data-plane.js';
import { Drain } from './drain.js';
import { ReadRoutes } from './read-routes.js';
import { ROUTES } from './route-table.js';

class AnsweredResponse extends EventEmitter {
  headersSent = false;
  destroyed = false;
  writableFinished = true;
  status = 0;
  headers: Record<string, string> = {};
  body = '';
  readonly done: Promise<this>;
  private finish: (self: this) => void = () => undefined;

  constructor() {
    super();
    this.done = new Promise((resolve) => (this.finish = resolve));
  }
  writeHead(status: number, headers: Record<string, string>): void {
    this.status = status;
    this.headers = headers;
    this.headersSent = true;
  }
  end(body = ''): void {
    this.body = body;
    this.finish(this);
  }
}

const noDrain = () => new Drain({ token: undefined, finish: () => Promise.resolve(true), inFlight: () => 0 });

function setUp(gate: { stopping?: boolean; adminServed?: boolean; metricsPublic?: boolean } = {}) {
  const asked: (string | undefined)[] = [];
  const snapshot = {
    settings: { metricsPublic: gate.metricsPublic ?? false },
    groups: new Map(),
    wildcards: [],
  } as unknown as Snapshot;
  const parts = {
    snapshots: { current: () => snapshot },
    authenticator: {
      authenticate: (secret: string | undefined) => {
        asked.push(secret);
        return Promise.resolve(fail(new GatewayError('invalid_key', { message: 'who?' })));
      },
    },
    admissionInstants: { next: () => 0 },
    clock: { now: () => 0, monotonicMs: () => 0 },
    ids: { newId: () => 'id' },
    metrics: new Metrics(),
    logger: createLogger('silent'),
  } as unknown as PipelineParts;
  const stopping = (): boolean => gate.stopping ?? false;
  const reads = new ReadRoutes(
    parts,
    { stopping, drain: noDrain(), databaseAnswers: () => Promise.resolve(true), version: 'test' },
    { probe: () => Promise.resolve([]) },
  );
  const plane = new DataPlane(parts, reads, { stopping, adminServed: gate.adminServed ?? true });
  const call = (method: string, url: string, headers: Record<string, string> = {}) => {
    const response = new AnsweredResponse();
    const request = {
      method,
      url,
      headers,
      headersDistinct: distinct(headers),
      complete: true,
      socket: {},
    } as unknown as IncomingMessage;
    const taken = plane.handle(request, response as unknown as ServerResponse, false);
    return { taken, answer: response.done };
  };
  return { call, asked };
}

const distinct = (headers: Record<string, string>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
const pathOf = (path: string): string => path.replace(/\{\w+\}/g, 'gpt-4o');

describe('DataPlane', () => {
  it.each(
    ROUTES.filter(({ access }) => access !== 'public' && access !== 'drain').map(
      (route) => [route.method, pathOf(route.path)] as const,
    ),
  )('serves nobody that it does not know on %s %s', async (method, path) => {
    const { call, asked } = setUp();
    const { taken, answer } = call(method, path, { authorization: 'Bearer sk-unknown' });
    expect(taken).toBe(true);
    expect(await answer).toMatchObject({ status: 401 });
    expect(asked).toEqual(['sk-unknown']);
  });

  it.each(ROUTES.filter((route) => route.access === 'public').map((route) => [route.method, route.path] as const))(
    'asks for no key on %s %s, and tells nothing of models, callers or money there',
    async (method, path) => {
      const { call, asked } = setUp();
      const answer = await call(method, path).answer;
      expect(answer.status).toBe(200);
      expect(asked).toEqual([]);
      expect(answer.body).toMatch(/^(|"I'm alive!"|\{"status":"healthy","db":"connected"\})$/);
    },
  );

  it('shows metrics without a key only where the operator says so', async () => {
    expect(await setUp({ metricsPublic: true }).call('GET', '/metrics').answer).toMatchObject({ status: 200 });
  });

  it.each([
    ['PUT', '/v1/chat/completions', 405, 'POST'],
    ['OPTIONS', '/v1/messages', 405, 'POST'],
    ['GET', '/v1/nothing', 404, undefined],
    ['GET', '/v1/messages/nothing', 404, undefined],
    ['POST', '//v1/chat/completions', 404, undefined],
    ['GET', 'http://x/health/liveness', 404, undefined],
  ])('answers %s %s itself', async (method, url, status, allow) => {
    const answer = await setUp().call(method, url).answer;
    expect([answer.status, answer.headers['allow']]).toEqual([status, allow]);
  });

  it.each([
    ['PUT', '/v1/messages', /^\{"type":"error"/],
    ['POST', '/v1/messages/nothing', /^\{"type":"error"/],
    ['POST', '/v1/messagesX', /^\{"error":/],
    ['PUT', '/chat/completions', /^\{"error":/],
  ])('answers %s %s in the dialect of what stands there', async (method, url, dialect) => {
    expect((await setUp().call(method, url).answer).body).toMatch(dialect);
  });

  it('leaves what is not its own to the admin, or says that there is none', async () => {
    expect(setUp().call('POST', '/key/generate').taken).toBe(false);
    expect(await setUp({ adminServed: false }).call('POST', '/key/generate').answer).toMatchObject({ status: 503 });
  });

  it.each([
    ['/v1/chat/completions', /^\{"error":/],
    ['/v1/messages', /^\{"type":"error"/],
  ])('refuses new requests while it stops, in the dialect of %s', async (path, dialect) => {
    const answer = await setUp({ stopping: true }).call('POST', path).answer;
    expect(answer.status).toBe(503);
    expect(answer.body).toMatch(dialect);
  });
});
