import { callGateway, createKey, Gateway, queryDatabase } from '../../support/gateway/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import { runToEnd } from './run-to-end.js';

jest.setTimeout(90_000);

describe('tollgate audit verify', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({});
  });
  afterAll(() => gateway.dispose());

  const verify = () =>
    runToEnd(['audit', 'verify', '--data-dir', gateway.dataFolder], { env: { DATABASE_URL: gateway.databaseUrl } });

  it('says that the audit is whole and names its head, beside the running product; then which row was changed', async () => {
    const { key } = await createKey(gateway);
    await callGateway(gateway, 'POST /key/block', { body: { key } });
    const whole = await verify();
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(whole.stdout).toMatch(/^2 rows of the audit are whole, the last is 2 with hash [0-9a-f]{64}\n$/);
    await queryDatabase(gateway.databaseUrl, "UPDATE tollgate.audit_entry SET actor_id = 'nobody' WHERE sequence = 2");
    const changed = await verify();
    expect(changed.code).toBe(1);
    expect(changed.stdout).toMatch(/^1 row of the audit is whole, the last is 1 with hash [0-9a-f]{64}\n$/);
    expect(changed.stderr).toBe('tollgate: row 2 of the audit was changed after it was written\n');
  });

  it.each([
    ['audit verify', ['audit', 'verify']],
    ['salt rotate', ['salt', 'rotate']],
    ['redeliver', ['redeliver']],
  ])('%s makes nothing where Tollgate has never been, and says so: an address may be mistyped', async (_name, args) => {
    const fresh = await createTestDatabase();
    try {
      const env = { DATABASE_URL: fresh.url, PREVIOUS_SALT_KEYS: 'sk-salt-that-was-there-before' };
      const { code, stderr } = await runToEnd(args, { env });
      expect([code, stderr]).toEqual([1, expect.stringContaining('Tollgate has never been started here')]);
      expect(await queryDatabase(fresh.url, "SELECT 1 FROM pg_namespace WHERE nspname = 'tollgate'")).toEqual([]);
    } finally {
      await fresh.drop();
    }
  });
});
