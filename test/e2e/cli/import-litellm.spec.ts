import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callGateway, Gateway, queryDatabase, waitFor, waitForRows } from '../../support/gateway/index.js';
import { LiteLlmDatabase, SALT_KEY, SECRETS, seedLiteLlm, tokenOf } from '../../support/litellm-database/index.js';
import { createMigratedDatabase, createTestDatabase, type TestDatabase } from '../../support/services/index.js';
import { PricedUpstream } from '../crash/priced-upstream.js';
import { runToEnd } from './run-to-end.js';

jest.setTimeout(120_000);

const upstream = new PricedUpstream('gpt-4o');
const MASTER_KEY = 'sk-master-0123456789abcdef';
let litellm: LiteLlmDatabase;
let ours: TestDatabase;
beforeEach(async () => {
  [litellm, ours] = await Promise.all([LiteLlmDatabase.create(), createMigratedDatabase()]);
  await seedLiteLlm(litellm, Date.now());
});
afterEach(async () => {
  await Promise.all([litellm.drop(), ours.drop()]);
});

const importLiteLlm = (...args: readonly string[]) => importWith({ DATABASE_URL: ours.url, MASTER_KEY }, ...args);

const importWith = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  runToEnd(['import', 'litellm', '--database-url', litellm.url, '--salt-key', SALT_KEY, ...args], { env });

/** Without the last, which says whether it was written. */
const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -2);

const call = (gateway: Gateway, key: string) =>
  callGateway<{ error?: { type: string; message: string } }>(gateway, 'POST /v1/chat/completions', {
    key,
    body: upstream.body,
  });

describe('tollgate import litellm', () => {
  it('says what was taken, changed and left, in words, and shows no secret and no hash', async () => {
    const { code, stdout, stderr } = await importLiteLlm();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'budgets: 3 taken',
      'organizations: 1 taken',
      'users: 5 taken',
      'members of organizations: 1 taken',
      'teams: 1 taken',
      'members of teams: 2 taken, 1 left',
      'projects: 1 taken',
      'customers: 2 taken',
      'tags: 1 taken',
      'access groups: 1 taken',
      'keys: 4 taken, 2 left',
      'credentials: 1 taken, 1 left',
      'models: 3 taken, 1 left',
      'spend: 166.750000123 dollars, as opening entries of 9 objects',
      'changed on the way:',
      '  users: its password was not taken: it stays unset here: bob',
      '  users: another user has its email: taken without it: bob',
      '  users: role "customer" became internal_user_viewer: eve',
      "  users: another user's id is its email: taken without it: fay",
      '  teams: metadata.logging: callbacks of its own are not served: t-red (Red)',
      '  keys: guardrails: not enforced here, so it was taken blocked (--allow-unserved guardrails takes it as it is): guarded',
      '  keys: another key has its alias: taken without it: ann-key',
      '  models: its os.environ/RED_KEY is read only where general_settings.allow_env_references_from_api lists it: red-model',
      'left in LiteLLM:',
      '  members of teams: its user "gone" is not here: gone',
      '  keys: its team "t-gone" is not here: orphan',
      '  keys: sessions of LiteLLM’s dashboard: ann',
      '  credentials: its values cannot be opened with this salt key (--salt-key): lost',
      '  models: its parameters cannot be opened with this salt key (--salt-key): lost-model',
      '  tables: not served: LiteLLM_GuardrailsTable (1 row)',
      '  tables: history of calls: it stays readable where it is: LiteLLM_SpendLogs (1 row)',
      'LiteLLM’s database is as it was',
      '',
    ]);
  });

  it('leaves LiteLLM’s database as it is, row for row, dry or not, and where it is our database too', async () => {
    const before = await litellm.dump();
    await importLiteLlm('--dry-run');
    await importLiteLlm();
    const { code } = await runToEnd(['import', 'litellm'], {
      env: { DATABASE_URL: litellm.url, MASTER_KEY: 'sk-master-0123456789abcdef' },
    });
    expect(code).toBe(0);
    expect(await litellm.dump()).toEqual(before);
  });

  it('writes nothing in a dry run, and says the same of it', async () => {
    const dry = await importLiteLlm('--dry-run');
    expect(
      await queryDatabase(ours.url, 'SELECT id FROM tollgate.team UNION ALL SELECT id FROM tollgate.imported_object'),
    ).toEqual([]);
    const real = await importLiteLlm();
    expect(linesOf(dry.stdout)).toEqual(linesOf(real.stdout));
    expect(dry.stdout).toContain('nothing was written: this was a dry run\n');
  });

  it('makes nothing in a dry run where Tollgate has never been, in a database or on the disk', async () => {
    const fresh = await createTestDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-dry-'));
    try {
      const env = { DATABASE_URL: fresh.url, TMPDIR: folder };
      const dry = await importWith(env, '--dry-run', '--data-dir', join(folder, 'data'));
      expect(dry).toMatchObject({ code: 0, stderr: '' });
      const schemas = "SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'tollgate'";
      expect(await queryDatabase(fresh.url, schemas)).toEqual([]);
      expect(readdirSync(folder)).toEqual([]);
      const bare = join(folder, 'bare');
      mkdirSync(bare);
      expect((await importWith({ TMPDIR: folder }, '--dry-run', '--data-dir', bare)).stdout).toBe(dry.stdout);
      expect(readdirSync(bare)).toEqual([]);
      const ofOne = await importWith({ ...env, DATABASE_URL: litellm.url }, '--dry-run');
      expect(ofOne.stdout).toBe(dry.stdout);
      expect(await queryDatabase(litellm.url, schemas)).toEqual([]);
      const real = await importLiteLlm();
      expect(linesOf(real.stdout)).toEqual(linesOf(dry.stdout));
    } finally {
      await fresh.drop();
      rmSync(folder, { recursive: true });
    }
  });

  it('makes no dry run over a database of an earlier version, which it would have to bring up to date', async () => {
    await queryDatabase(ours.url, 'DELETE FROM tollgate._prisma_migrations WHERE migration_name LIKE $$2026112%$$');
    const { code, stderr } = await importLiteLlm('--dry-run');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('tollgate migrate') });
  });

  it('lets clients go on with their keys, as far as their budgets go: spend to the limit, restart: still refused', async () => {
    await importLiteLlm();
    const gateway = await Gateway.start({ config: upstream.config(), databaseUrl: ours.url, masterKey: MASTER_KEY });
    try {
      expect((await call(gateway, SECRETS.ann)).status).toBe(200);
      expect((await call(gateway, SECRETS.annBefore)).status).toBe(200);
      expect((await call(gateway, SECRETS.free)).status).toBe(200);
      expect((await call(gateway, SECRETS.blocked)).body.error?.message).toContain('blocked');
      expect((await call(gateway, SECRETS.guarded)).body.error?.message).toContain('blocked');
      expect((await call(gateway, SECRETS.dashboard)).status).toBe(401);
      const rows = await waitForRows(gateway.databaseUrl, tokenOf(SECRETS.ann), 1);
      expect(rows).toHaveLength(1);
      const spent = 7 + (2 * Number(upstream.costNano)) / 1e9;
      await waitForRows(gateway.databaseUrl, tokenOf(SECRETS.annBefore), 1);
      const info = await callGateway<{ info: object }>(gateway, `GET /key/info?key=${SECRETS.ann}`);
      expect(info.body.info).toMatchObject({
        key_alias: 'ann-key',
        user_id: 'ann',
        team_id: 't-red',
        max_budget: 10,
        spend: spent,
        metadata: { owner: 'Ann', tags: ['a'], model_tpm_limit: { 'gpt-4o': 1000 } },
        rpm_limit: 100,
        created_by: 'root',
      });
      const body = { key: SECRETS.ann, max_budget: spent, model_tpm_limit: { 'gpt-4o': 1_000_000 } };
      expect((await callGateway(gateway, 'POST /key/update', { body })).status).toBe(200);
      const refused = async () => (await call(gateway, SECRETS.ann)).body.error?.type;
      expect(await refused()).toBe('budget_exceeded');
      await gateway.stop();
      await gateway.restart();
      expect(await refused()).toBe('budget_exceeded');
    } finally {
      await gateway.dispose();
    }
  });
});

describe('members of LiteLLM’s teams', () => {
  it('may use the models of their budgets there, and no others', async () => {
    await importLiteLlm();
    const sql = "SELECT DISTINCT models FROM tollgate.team_member WHERE budget_id = 'b-member'";
    expect(await queryDatabase(ours.url, sql)).toEqual([{ models: ['gpt-4o'] }]);
  });
});

describe('limits of LiteLLM’s customers, tags, users and members', () => {
  it('by model too, are taken with them, hold and are shown, and nobody is blocked for them', async () => {
    const byModel = { 'gpt-4o': { budget_limit: 1, time_period: '1d' } };
    const budgets = `UPDATE "LiteLLM_BudgetTable" SET model_max_budget = $1 WHERE budget_id IN ('b-customer', 'b-member')`;
    await litellm.query(budgets, [JSON.stringify(byModel)]);
    await litellm.query(`UPDATE "LiteLLM_UserTable" SET metadata = $1 WHERE user_id = 'ann'`, [
      JSON.stringify({ model_rpm_limit: { 'gpt-4o': 7 }, model_tpm_limit: { 'gpt-4o': 900 } }),
    ]);
    const { stdout } = await importLiteLlm();
    expect(stdout).not.toMatch(/(customers|users): .*not enforced here/);
    const gateway = await Gateway.start({ config: upstream.config(), databaseUrl: ours.url, masterKey: MASTER_KEY });
    try {
      const ask = async (route: string) => (await callGateway<Readonly<Record<string, unknown>>>(gateway, route)).body;
      const table = { model_max_budget: byModel, max_budget: 2.5 };
      const customer = await ask('GET /customer/info?end_user_id=shop');
      expect(customer).toMatchObject({ blocked: false, litellm_budget_table: table });
      const tag = { body: { names: ['red'] } };
      expect((await callGateway(gateway, 'POST /tag/info', tag)).body).toMatchObject({
        red: { litellm_budget_table: table },
      });
      const user = await ask('GET /v2/user/info?user_id=ann');
      expect(user).toMatchObject({
        metadata: { model_rpm_limit: { 'gpt-4o': 7 }, model_tpm_limit: { 'gpt-4o': 900 } },
      });
      expect(user['blocked']).toBeUndefined();
      const { team_memberships: members } = await ask('GET /team/info?team_id=t-red');
      const limits = { max_budget: 5, rpm_limit: 60, budget_duration: '7d', model_max_budget: byModel };
      expect(members).toContainEqual(
        expect.objectContaining({
          budget_id: 'b-member',
          budget_source: 'custom',
          litellm_budget_table: expect.objectContaining({ ...limits, budget_id: 'b-member' }) as object,
        }),
      );
    } finally {
      await gateway.dispose();
    }
  });
});

describe('models of LiteLLM’s database', () => {
  it('are served with their keys, which no table and no answer of ours shows', async () => {
    await importLiteLlm();
    const gateway = await Gateway.start({ config: upstream.config(), databaseUrl: ours.url, masterKey: MASTER_KEY });
    try {
      const { body } = await callGateway<{ data: { model_name: string }[] }>(gateway, 'GET /model/info');
      expect(body.data.map((model) => model.model_name)).toContain('kept-model');
      const kept = body.data.find((model) => model.model_name === 'kept-model');
      expect(kept).toMatchObject({
        litellm_params: { model: 'openai/gpt-4o', api_base: 'https://api.example.com/v1', rpm: 5 },
        model_info: { id: 'm-1', mode: 'chat', db_model: true },
      });
      // it could not be served without its credential
      expect(body.data.map((model) => model.model_name)).toContain('shared-model');
      const { body: credentials } = await callGateway(gateway, 'GET /credentials');
      expect(credentials).toMatchObject({
        credentials: [
          {
            credential_name: 'shared',
            credential_values: { api_base: 'https://shared.example.com/v1' },
            credential_info: { custom_llm_provider: 'OpenAI' },
            allowed_origins: ['https://shared.example.com'],
          },
        ],
      });
      expect(JSON.stringify([body, credentials])).not.toContain('canary');
    } finally {
      await gateway.dispose();
    }
    for (const table of ['proxy_model', 'provider_credential', 'imported_object', 'audit_entry']) {
      const rows = await queryDatabase(ours.url, `SELECT to_jsonb(t)::text AS row FROM tollgate.${table} AS t`);
      expect(JSON.stringify(rows.map(({ row }) => row as string))).not.toContain('canary');
    }
  });

  it('are changed by a later import only where they were not changed here, and do not come back', async () => {
    await importLiteLlm();
    const gateway = await Gateway.start({ databaseUrl: ours.url, masterKey: MASTER_KEY });
    try {
      const body = { model_info: { id: 'm-1' }, litellm_params: { rpm: 9 } };
      expect((await callGateway(gateway, 'PATCH /model/m-1/update', { body })).status).toBe(200);
      expect((await callGateway(gateway, 'POST /model/delete', { body: { id: 'm-2' } })).status).toBe(200);
    } finally {
      await gateway.dispose();
    }
    await litellm.query(`UPDATE "LiteLLM_ProxyModelTable" SET blocked = true`);
    const { stdout } = await importLiteLlm();
    expect(stdout).toContain('models: 0 taken, 1 updated, 1 the same as before, 2 left\n');
    expect(stdout).toContain('  models: changed here since, and kept: kept-model\n');
    expect(stdout).toContain('  models: it was deleted here: model_name_t-red_1\n');
    expect(await queryDatabase(ours.url, 'SELECT id, blocked FROM tollgate.proxy_model ORDER BY id')).toEqual([
      { id: 'm-1', blocked: false },
      { id: 'm-4', blocked: true },
    ]);
  });

  it('follow LiteLLM where they were not changed here', async () => {
    await importLiteLlm();
    await litellm.query(`UPDATE "LiteLLM_ProxyModelTable" SET blocked = true WHERE model_id = 'm-1'`);
    const { stdout } = await importLiteLlm();
    expect(stdout).toContain('models: 0 taken, 1 updated, 2 the same as before, 1 left\n');
    expect(await queryDatabase(ours.url, "SELECT blocked FROM tollgate.proxy_model WHERE id = 'm-1'")).toEqual([
      { blocked: true },
    ]);
  });
});

describe('a second import', () => {
  it('reaches a gateway that runs: what was spent at LiteLLM meanwhile counts there at once', async () => {
    await importLiteLlm();
    const gateway = await Gateway.start({ config: upstream.config(), databaseUrl: ours.url, masterKey: MASTER_KEY });
    try {
      expect((await call(gateway, SECRETS.ann)).status).toBe(200);
      await litellm.query('UPDATE "LiteLLM_VerificationToken" SET spend = 10 WHERE token = $1', [tokenOf(SECRETS.ann)]);
      expect((await importLiteLlm()).code).toBe(0);
      await waitFor('the key to be refused', async () =>
        (await call(gateway, SECRETS.ann)).body.error?.type === 'budget_exceeded' ? true : undefined,
      );
    } finally {
      await gateway.dispose();
    }
  });

  it('brings a budget of a model that counts what its key has spent here on that model', async () => {
    await importLiteLlm();
    const gateway = await Gateway.start({ config: upstream.config(), databaseUrl: ours.url, masterKey: MASTER_KEY });
    try {
      expect((await call(gateway, SECRETS.ann)).status).toBe(200);
      await waitForRows(ours.url, tokenOf(SECRETS.ann), 1);
      await litellm.query('UPDATE "LiteLLM_VerificationToken" SET model_max_budget = $2 WHERE token = $1', [
        tokenOf(SECRETS.ann),
        JSON.stringify({ 'gpt-4o': { budget_limit: 1, time_period: '1d' } }),
      ]);
      expect((await importLiteLlm()).stdout).toContain('keys: 0 taken, 1 updated');
      const shares = await queryDatabase(
        ours.url,
        `SELECT amount_nano FROM tollgate.scope_balance WHERE scope = 'model_per_key' AND scope_id LIKE '%:gpt-4o' AND window_start > to_timestamp(0)`,
      );
      expect(shares).toEqual([{ amount_nano: upstream.costNano }]);
    } finally {
      await gateway.dispose();
    }
  });

  it('changes nothing where nothing changed', async () => {
    await importLiteLlm();
    const tables = ['virtual_key', 'team', 'scope_balance', 'ledger_entry', 'audit_entry', 'key_secret', 'app_user'];
    const all = () =>
      Promise.all(tables.map((table) => queryDatabase(ours.url, `SELECT * FROM tollgate.${table} ORDER BY 1, 2, 3`)));
    const before = await all();
    const { stdout } = await importLiteLlm();
    expect(await all()).toEqual(before);
    expect(stdout).toContain(
      'keys: 0 taken, 4 the same as before, 2 left\ncredentials: 0 taken, 1 the same as before, 1 left\nmodels: 0 taken, 3 the same as before, 1 left\nspend: 0 dollars, as opening entries of 0 objects\n',
    );
  });

  it('takes what changed there, keeps what was changed here and names it, and adds what was spent there since', async () => {
    await importLiteLlm();
    const keyOf = (secret: string) => `(SELECT key_id FROM tollgate.key_secret WHERE hash = '${tokenOf(secret)}')`;
    await queryDatabase(
      ours.url,
      `UPDATE tollgate.virtual_key SET max_budget_nano = 1 WHERE id = ${keyOf(SECRETS.ann)}`,
    );
    await queryDatabase(ours.url, `DELETE FROM tollgate.virtual_key WHERE id = ${keyOf(SECRETS.free)}`);
    await litellm.query(
      `UPDATE "LiteLLM_VerificationToken" SET spend = 9, max_budget = 20, rpm_limit = 5 WHERE token = $1`,
      [tokenOf(SECRETS.ann)],
    );
    await litellm.query(`DELETE FROM "LiteLLM_VerificationToken" WHERE token = $1`, [tokenOf(SECRETS.blocked)]);
    await litellm.query(`DELETE FROM "LiteLLM_ProxyModelTable" WHERE model_id = 'm-1'`);
    const { stdout } = await importLiteLlm();
    expect(stdout).toContain(
      'keys: 0 taken, 1 updated, 1 the same as before, 3 left\ncredentials: 0 taken, 1 the same as before, 1 left\nmodels: 0 taken, 2 the same as before, 1 left\nspend: 2 dollars, as opening entries of 1 object\n',
    );
    expect(stdout).toContain('  keys: max_budget_nano: changed here since, and kept: ann-key\n');
    expect(stdout).toContain('  keys: not in LiteLLM any more, or among what is left, and here still: blocked\n');
    expect(stdout).toContain('  models: not in LiteLLM any more, and here still: kept-model\n');
    expect(stdout).toContain('  keys: it was deleted here: ann-key\n');
    const [key] = await queryDatabase(
      ours.url,
      `SELECT max_budget_nano, rpm_limit, (SELECT array_agg(amount_nano::text ORDER BY window_start) FROM tollgate.scope_balance
         WHERE scope = 'key' AND scope_id = k.id::text) AS balances FROM tollgate.virtual_key AS k WHERE id = ${keyOf(SECRETS.ann)}`,
    );
    expect(key).toEqual({ max_budget_nano: 1n, rpm_limit: 5n, balances: ['9000000000', '9000000000'] });
  });

  it('gives a key that was rotated there its new secret, under the id that it has here', async () => {
    await importLiteLlm();
    const rotated = 'sk-ann-after-0123456789ab';
    await litellm.query('UPDATE "LiteLLM_VerificationToken" SET token = $2 WHERE token = $1', [
      tokenOf(SECRETS.ann),
      tokenOf(rotated),
    ]);
    await litellm.query(
      `UPDATE "LiteLLM_DeprecatedVerificationToken" SET token = $1, active_token_id = $2, revoke_at = now() AT TIME ZONE 'UTC' + interval '1 hour'`,
      [tokenOf(SECRETS.ann), tokenOf(rotated)],
    );
    await importLiteLlm();
    const secrets = await queryDatabase<{ hash: string; ends: boolean; keys: bigint }>(
      ours.url,
      `SELECT hash, expires_at IS NOT NULL AS ends, (SELECT count(*) FROM tollgate.virtual_key WHERE alias = 'ann-key') AS keys
       FROM tollgate.key_secret WHERE hash = ANY($1) ORDER BY ends`,
      [[tokenOf(rotated), tokenOf(SECRETS.ann)]],
    );
    expect(secrets).toEqual([
      { hash: tokenOf(rotated), ends: false, keys: 1n },
      { hash: tokenOf(SECRETS.ann), ends: true, keys: 1n },
    ]);
  });
});
