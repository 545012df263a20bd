import { Metrics } from '@tollgate/telemetry';
import { DeliveryCounts } from './delivery-counts.js';
import { HealthServer } from './health-server.js';

describe('the health server of a worker', () => {
  let isReady = true;
  const metrics = new Metrics();
  const server = new HealthServer(() => isReady, metrics);
  let base = '';
  beforeAll(async () => {
    base = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  });
  afterAll(() => server.close());
  const status = async (path: string) => (await fetch(base + path)).status;

  it('says whether the worker lives and is ready, and nothing else', async () => {
    expect(
      await Promise.all(['/health/liveliness', '/health/liveness', '/health/readiness', '/v1/models'].map(status)),
    ).toEqual([200, 200, 200, 404]);
    isReady = false;
    expect(await Promise.all(['/health/liveliness', '/health/readiness'].map(status))).toEqual([200, 503]);
  });

  it('shows the deliveries of this worker', async () => {
    const counts = new DeliveryCounts();
    counts.register(metrics);
    counts.dead = 3;
    expect(await (await fetch(`${base}/metrics`)).text()).toContain('tollgate_callbacks_dead 3');
  });

  it('is asked with a query as well', async () => {
    expect(await Promise.all(['/health/liveness?verbose', '/metrics?name=x'].map(status))).toEqual([200, 200]);
  });

  it('goes on where a figure cannot be read', async () => {
    const broken = new Metrics();
    broken.gauge('tollgate_broken', 'Cannot be read', () => {
      throw new Error('no store');
    });
    const other = new HealthServer(() => true, broken);
    const url = `http://127.0.0.1:${await other.listen(0, '127.0.0.1')}`;
    expect((await fetch(`${url}/metrics`)).status).toBe(500);
    expect((await fetch(`${url}/health/liveness`)).status).toBe(200);
    await other.close();
  });

  it('rejects a port that is in use', async () => {
    const port = Number(new URL(base).port);
    await expect(new HealthServer(() => true, metrics).listen(port, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
  });
});
