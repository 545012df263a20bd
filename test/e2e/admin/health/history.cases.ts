import { HealthCheckRepository, PgLedgerMaintenance } from '@tollgate/persistence';
import { SystemIds } from '@tollgate/kernel';
import { SAMPLE_MODELS } from '../support/sample-models.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Row {
  readonly model_name: string;
  readonly model_id: string;
  readonly status: string;
  readonly error_message: string | null;
  readonly checked_at: string;
}
interface History {
  readonly health_checks: readonly Row[];
  readonly total_records: number;
}

const DAY_MS = 86_400_000;

describe('checks of deployments that were made', () => {
  let admin: TestAdmin;
  let checks: HealthCheckRepository;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
    checks = new HealthCheckRepository(admin.storage, new SystemIds());
    await keep('gpt-a', 'gpt-4o', 'openai/gpt-4o', null, 1);
    await keep('gpt-b', 'gpt-4o', 'azure/gpt-4o', 'it is away', 2);
    await keep('claude', 'claude', 'anthropic/claude-sonnet-4-5', null, 3);
    await keep('gpt-a', 'gpt-4o', 'openai/gpt-4o', 'it is away too', 4);
    await keep('gone', 'gone', 'openai/gone', null, 5);
  });
  afterAll(() => admin.close());

  const keep = (deploymentId: string, modelGroup: string, model: string, error: string | null, seconds: number) =>
    checks.keep({
      deploymentId,
      modelGroup,
      model,
      healthy: error === null,
      error,
      responseMs: 12.5,
      checkedBy: 'ann',
      checkedAt: admin.clock.now() + seconds * 1000,
    });
  const history = async (query = '') => (await admin.call<History>(`GET /health/history${query}`)).body;
  const idsOf = ({ health_checks: rows }: History) => rows.map(({ model_id: id }) => id);

  it("are shown in LiteLLM's form, newest first, page by page", async () => {
    const all = await history();
    expect([idsOf(all), all.total_records]).toEqual([['gone', 'gpt-a', 'claude', 'gpt-b', 'gpt-a'], 5]);
    expect(all.health_checks[3]).toEqual({
      health_check_id: expect.any(String) as string,
      model_name: 'gpt-4o',
      model_id: 'gpt-b',
      status: 'unhealthy',
      healthy_count: 0,
      unhealthy_count: 1,
      error_message: 'it is away',
      response_time_ms: 12.5,
      details: { model: 'azure/gpt-4o' },
      checked_by: 'ann',
      checked_at: new Date(admin.clock.now() + 2000).toISOString(),
      created_at: new Date(admin.clock.now() + 2000).toISOString(),
    });
    const page = await history('?limit=2&offset=1');
    expect([idsOf(page), page]).toEqual([['gpt-a', 'claude'], expect.objectContaining({ limit: 2, offset: 1 })]);
    expect(page.total_records).toBe(5);
  });

  it('are found by a group, by the name of a model at its provider, and by what came of them', async () => {
    expect(idsOf(await history('?model=gpt-4o'))).toEqual(['gpt-a', 'gpt-b', 'gpt-a']);
    expect(idsOf(await history('?model=azure/gpt-4o'))).toEqual(['gpt-b']);
    expect(idsOf(await history('?status_filter=unhealthy'))).toEqual(['gpt-a', 'gpt-b']);
    expect(idsOf(await history('?model=gpt-4o&status_filter=healthy'))).toEqual(['gpt-a']);
    for (const wrong of ['status_filter=unknown', 'limit=0', 'limit=1001', 'offset=-1'])
      expect((await admin.call(`GET /health/history?${wrong}`)).status).toBe(422);
  });

  it('name the last of each deployment that there is', async () => {
    const { body } = await admin.call('GET /health/latest');
    expect(body).toMatchObject({
      latest_health_checks: {
        'gpt-a': { status: 'unhealthy', error_message: 'it is away too' },
        'gpt-b': { status: 'unhealthy' },
        claude: { status: 'healthy' },
      },
      total_models: 3,
    });
  });

  it('are for who may see everything, and so is the rest', async () => {
    const viewer = await admin.makeUserKey('proxy_admin_viewer');
    const { secret } = await admin.makeUserKey('internal_user');
    for (const route of ['history', 'latest', 'shared-status', 'license']) {
      expect((await admin.call(`GET /health/${route}`, { key: viewer.secret })).status).toBe(200);
      expect((await admin.call(`GET /health/${route}`, { key: secret })).status).toBe(401);
    }
  });

  it('say that nothing needs a licence, and that no process checks of itself', async () => {
    expect((await admin.call('GET /health/license')).body).toEqual({
      has_license: false,
      license_type: 'enterprise',
      expiration_date: null,
      allowed_features: [],
      limits: { max_users: null, max_teams: null },
    });
    expect((await admin.call('GET /health/shared-status')).body).toMatchObject({ shared_health_check_enabled: false });
  });

  it('are kept for thirty days, and the last 500 of each deployment', async () => {
    await admin.query(
      `INSERT INTO tollgate.health_check SELECT gen_random_uuid(), 'busy', 'busy', 'openai/busy', true, NULL, 1, 'ann', $1::timestamptz + n * interval '1 ms'
       FROM generate_series(1, 600) AS n`,
      [new Date(admin.clock.now()).toISOString()],
    );
    await keep('busy', 'busy', 'openai/busy', null, 3600);
    const busy = await history('?model=busy');
    expect([busy.total_records, busy.health_checks[0]?.checked_at]).toEqual([
      500,
      new Date(admin.clock.now() + 3_600_000).toISOString(),
    ]);
    await new PgLedgerMaintenance(admin.storage).dropOldEvents(admin.clock.now() + 30 * DAY_MS + 60_000);
    expect(idsOf(await history())).toEqual(['busy']);
  });
});
