import type { Principal, Snapshot } from '@tollgate/canonical';
import { succeed } from '@tollgate/kernel';
import { createLogger, Metrics } from '@tollgate/telemetry';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import type { Exchange } from './exchange.js';
import type { Ingress } from './ingress.js';
import { Drain } from './drain.js';
import { ReadRoutes } from './read-routes.js';
import { ROUTES } from './route-table.js';

const SINKS = [
  { sink: 'langfuse', success: true, failure: false },
  { sink: 'other', success: false, failure: true },
];

const noDrain = () => new Drain({ token: undefined, finish: () => Promise.resolve(true), inFlight: () => 0 });

function setUp(principal: Partial<Principal>, databaseAnswers = () => Promise.resolve(true)) {
  const caller = { kind: 'key', role: 'internal_user', allowedRoutes: [], ...principal } as Principal;
  const parts = {
    snapshots: { current: () => ({ settings: { metricsPublic: false }, sinks: SINKS }) as unknown as Snapshot },
    authenticator: { authenticate: () => Promise.resolve(succeed(caller)) },
    metrics: new Metrics(),
    liveRequests: { size: 3 },
    logger: createLogger('silent'),
  } as unknown as PipelineParts;
  const reads = new ReadRoutes(
    parts,
    { stopping: () => false, drain: noDrain(), databaseAnswers, version: '1.2.3' },
    { probe: () => Promise.resolve([]) },
  );
  return async (path: string): Promise<{ readonly status: number; readonly body: string }> => {
    const route = ROUTES.find((row) => row.path === path);
    if (route === undefined || route.target.kind === 'surface' || route.target.kind === 'object')
      throw new Error(`${path} is no read route`);
    let answer = { status: 0, body: '' };
    const exchange = { send: (status: number, _headers: unknown, body: string) => (answer = { status, body }) };
    const ingress = { route, path, params: {}, query: {}, callId: 'c' } as unknown as Ingress;
    await reads.serve(route.target.kind, ingress, succeed('sk-caller'), exchange as unknown as Exchange);
    return answer;
  };
}

describe('ReadRoutes', () => {
  it.each([
    ['master', 'proxy_admin', 200],
    ['key', 'proxy_admin', 200],
    ['key', 'proxy_admin_viewer', 200],
    ['key', 'internal_user', 403],
    ['key', 'internal_user_viewer', 403],
    ['key', 'org_admin', 403],
    ['anonymous', 'internal_user', 403],
  ] as const)('answers /metrics to %s, %s with %d', async (kind, role, status) => {
    const answer = await setUp({ kind, role })('/metrics');
    expect(answer.status).toBe(status);
    expect(answer.body.includes('# HELP')).toBe(status === 200);
  });

  it('lets a scraper’s key be held to metrics', async () => {
    const call = setUp({ role: 'proxy_admin_viewer', allowedRoutes: ['/metrics'] });
    expect((await call('/metrics')).status).toBe(200);
    expect((await call('/health')).status).toBe(403);
  });

  it('tells any caller with what it is ready, and of how many requests it is in the middle', async () => {
    const call = setUp({});
    expect(await call('/health/readiness/details')).toEqual({
      status: 200,
      body: JSON.stringify({
        status: 'healthy',
        db: 'connected',
        cache: null,
        tollgate_version: '1.2.3',
        success_callbacks: ['langfuse'],
        failure_callbacks: ['other'],
      }),
    });
    expect(await call('/health/backlog')).toEqual({ status: 200, body: '{"in_flight_requests":3}' });
    const away = setUp({}, () => Promise.resolve(false));
    expect((await away('/health/readiness/details')).status).toBe(503);
  });

  it('asks the database once for all who ask for readiness meanwhile', async () => {
    let asked = 0;
    let answer: (value: boolean) => void = () => undefined;
    const call = setUp({}, () => {
      asked += 1;
      return new Promise((resolve) => (answer = resolve));
    });
    const answers = Promise.all(Array.from({ length: 50 }, () => call('/health/readiness')));
    await new Promise((resolve) => setImmediate(resolve));
    answer(false);
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([503]));
    expect(asked).toBe(1);
    const next = call('/health/readiness');
    await new Promise((resolve) => setImmediate(resolve));
    answer(true);
    expect((await next).status).toBe(200);
    expect(asked).toBe(2);
  });
});
