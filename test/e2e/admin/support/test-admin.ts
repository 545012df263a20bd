import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AdminModule, ChatMeter, configureAdmin } from '@apps/admin';
import { adminDependencies } from '../../../../apps/cli/src/compose/admin-dependencies.js';
import type { Seals } from '../../../../apps/cli/src/compose/seals.js';
import { Authenticator, EpochPoller, hashSecret, KeyCache, UiSessions } from '@tollgate/auth';
import { type EventSink, ServiceTester } from '@tollgate/callbacks';
import type { CompletionRecord, RecordTexts, Usage, UserRole } from '@tollgate/canonical';
import { compileSnapshot, PriceBook, SnapshotHolder, SnapshotLoader } from '@tollgate/catalog';
import type { ModelEntry, Settings } from '@tollgate/config';
import { FreshCredentials } from '@tollgate/credentials';
import { ConnectionTester } from '@tollgate/dispatch';
import { isJsonObject, type JsonValue, SystemIds, Ticker } from '@tollgate/kernel';
import {
  ControlPlane,
  Database,
  type KeyRotationRepository,
  migrate,
  ModelRepository,
  PgBudgetWatch,
  PgEpochSource,
  PgKeyStore,
  PgLedgerMaintenance,
  PgLedgerWriter,
  PgSnapshotSource,
  SealedBox,
  PgSessionStore,
  TokenUsers,
  type UserRepository,
} from '@tollgate/persistence';
import { PROVIDERS } from '@tollgate/providers';
import { createLogger } from '@tollgate/telemetry';
import { refuseDestination, UpstreamClient } from '@tollgate/upstream';
import { settings } from '../../../../libs/catalog/src/test-doubles.js';
import { createMigratedDatabase, type TestDatabase } from '../../../support/services/index.js';
import { HttpTransport } from '../../../integration/worker/http-transport.js';
import { type AdminAnswer, callAdmin, type CallOptions, MASTER_KEY } from './call-admin.js';
import { ManualClock } from './manual-clock.js';

export interface MadeKey {
  readonly id: string;
  readonly secret: string;
  readonly hash: string;
}

export interface TestAdminOptions {
  /** `general_settings.allow_env_references_from_api` */
  readonly allowedEnvReferences?: readonly string[];
  /** `model_list` */
  readonly models?: readonly ModelEntry[];
  /** `router_settings.model_group_alias` */
  readonly aliases?: Settings['aliases'];
  /** `litellm_settings.timezone` */
  readonly timeZone?: string;
  /** What the admin API lets in. */
  readonly admin?: Settings['admin'];
  /** The rest of the operator's settings that models are compiled with. */
  readonly more?: Partial<Settings>;
  /** `PREVIOUS_SALT_KEYS` */
  readonly previousSalts?: readonly string[];
  /** Who is told of budgets. */
  readonly eventSinks?: readonly EventSink[];
}

export interface AuditRow {
  readonly action: string;
  readonly changedBy: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** Nothing wakes this process: it hears of changes when it makes them. */
class SilentTicker extends Ticker {
  override every(): () => void {
    return () => undefined;
  }
}

/** Counts what a chat of one character comes to, and reads usage as it stands. */
class PlainMeter extends ChatMeter {
  override countInput(): Promise<number> {
    return Promise.resolve(8);
  }
  override readUsage(answer: JsonValue): Usage | undefined {
    return isJsonObject(answer) && isJsonObject(answer['usage'])
      ? {
          inputUncached: Number(answer['usage']['prompt_tokens']),
          output: Number(answer['usage']['completion_tokens']),
        }
      : undefined;
  }
}

const DATA_PLANE = [
  {
    method: 'POST',
    path: '/v1/chat/completions',
    body: 'json',
    answer: 'json-or-sse',
    access: 'caller',
    summary: 'Chat',
  },
  { method: 'GET', path: '/v1/models/{model}', body: 'none', answer: 'json', access: 'caller', summary: 'One model' },
] as const;

/** Who may sign in with a password. */
export const UI = { username: 'admin', password: 'a password of the tests' } as const;

const AUTHOR = { name: 'test', changedBy: null, key: 'test' } as const;

/** A whole admin on a port of its own over a database of its own, with what a test needs to prepare and to look behind it. */
export class TestAdmin {
  private constructor(
    readonly base: string,
    readonly clock: ManualClock,
    private readonly ids: SystemIds,
    private readonly app: NestExpressApplication,
    private readonly database: Database,
    private readonly owned: TestDatabase,
    private readonly users: UserRepository,
    private readonly upstream: UpstreamClient,
    /** What a worker runs. */
    readonly rotations: KeyRotationRepository,
  ) {}

  static async start({
    allowedEnvReferences = [],
    models = [],
    aliases = [],
    timeZone = 'UTC',
    admin,
    more = {},
    previousSalts = [],
    eventSinks = [],
  }: TestAdminOptions = {}): Promise<TestAdmin> {
    const owned = await createMigratedDatabase();
    await migrate(owned.url);
    const clock = new ManualClock();
    const ids = new SystemIds();
    const logger = createLogger('error');
    const database = new Database({ url: owned.url, role: 'test', connectionsMax: 4 }, logger);
    const controlPlane = new ControlPlane(database, clock, timeZone);
    const tokenUsers = new TokenUsers(database, controlPlane, clock, () => ({ role: 'internal_user_viewer' }));
    const cache = new KeyCache(new PgKeyStore(database, clock, tokenUsers), clock);
    const epochs = new EpochPoller(new PgEpochSource(database), clock, new SilentTicker());
    epochs.listen({ changed: (changes) => cache.invalidate(changes), everything: () => cache.clear() });
    await epochs.start();
    const snapshots = holdModels(settings(models, { aliases }), clock);
    const boxFor = (purpose: keyof Seals): SealedBox => new SealedBox('salt of the tests', purpose, previousSalts);
    const seals: Seals = {
      conversations: boxFor('conversations'),
      models: boxFor('models'),
      credentials: boxFor('credentials'),
      keys: boxFor('keys'),
    };
    const loader = new SnapshotLoader({
      settings: settings(models, { ...more, aliases, ...(admin && { admin }) }),
      providers: PROVIDERS,
      book: new PriceBook(),
      clock,
      source: new PgSnapshotSource(database, seals),
      holder: snapshots,
      logger,
      refuseKept: refuseDestination,
    });
    await loader.reload();
    const upstream = new UpstreamClient();
    const tester = new ConnectionTester({
      providers: new Map(PROVIDERS.map((provider) => [provider.id, provider])),
      upstream,
      credentials: new FreshCredentials([], clock, logger),
      clock,
    });
    const input = {
      settings: {
        ...settings(models, { ...more, ...(admin && { admin }) }),
        process: { proxy: {} } as Settings['process'],
      },
      snapshots,
      clock,
      ids,
      logger,
    };
    const composed = adminDependencies(input, {
      database,
      controlPlane,
      epochs,
      authenticator: new Authenticator(cache, epochs, clock, { masterKey: MASTER_KEY, noAuth: false }),
      sessions: new UiSessions(new PgSessionStore(database, controlPlane, clock), cache, clock, UI),
      seals,
      loader,
      tester,
      models: new ModelRepository(controlPlane, clock, seals.models),
    });
    const module = AdminModule.register({
      ...composed,
      allowedEnvReferences,
      chatMeter: new PlainMeter(),
      serviceTester: new ServiceTester({ sinks: [], eventSinks, transport: new HttpTransport(), clock, ids }),
    });
    const app = await NestFactory.create<NestExpressApplication>(module, {
      logger: false,
      abortOnError: false,
      bodyParser: false,
    });
    configureAdmin(app, { version: 'test', dataPlane: DATA_PLANE });
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    return new TestAdmin(
      `http://127.0.0.1:${String(port)}`,
      clock,
      ids,
      app,
      database,
      owned,
      composed.users,
      upstream,
      composed.keyRotations,
    );
  }

  /** What stands behind it. */
  get storage(): Database {
    return this.database;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.upstream.close();
    await this.database.close();
    await this.owned.drop();
  }

  /** Takes the database away under the running admin. */
  loseDatabase(): Promise<void> {
    return this.owned.drop();
  }

  call<Body = Readonly<Record<string, unknown>>>(route: string, options: CallOptions = {}): Promise<AdminAnswer<Body>> {
    return callAdmin<Body>(this.base, route, options);
  }

  newId(): string {
    return this.ids.newId();
  }

  /** A key made over the API by the master key. */
  async makeKey(settings: object = {}): Promise<MadeKey> {
    const { status, body } = await this.call('POST /key/generate', { body: settings });
    if (status !== 200) throw new Error(`no key: ${JSON.stringify(body)}`);
    const secret = String(body['key']);
    const { rows } = await this.query<{ key_id: string }>('SELECT key_id FROM tollgate.key_secret WHERE hash = $1', [
      hashSecret(secret),
    ]);
    return { id: rows[0]?.key_id ?? '', secret, hash: String(body['token']) };
  }

  /** A key for which a schedule made another secret, which nobody has fetched. */
  async makeRotatedKey(): Promise<MadeKey> {
    const key = await this.makeKey({ auto_rotate: true, rotation_interval: '1s' });
    this.clock.advance(1000);
    await this.rotations.rotateDue(this.clock.now());
    return key;
  }

  /** A key of a new proxy admin. */
  makeAdminKey(settings: object = {}): Promise<MadeKey & { readonly userId: string }> {
    return this.makeUserKey('proxy_admin', settings);
  }

  /** A key of a new user with a role. */
  async makeUserKey(role: UserRole, settings: object = {}): Promise<MadeKey & { readonly userId: string }> {
    const userId = `user-${this.newId()}`;
    await this.users.create({ id: userId, role }, AUTHOR);
    return { ...(await this.makeKey({ ...settings, user_id: userId })), userId };
  }

  /** Id of a model made over the API, of a fresh name. */
  async makeModel(
    settings: { readonly params?: object; readonly info?: object; readonly name?: string } = {},
  ): Promise<string> {
    const { name = `model-${this.newId()}`, params = { model: 'mock/echo' }, info = {} } = settings;
    const body = { model_name: name, litellm_params: params, model_info: info };
    const answer = await this.call('POST /model/new', { body });
    if (answer.status !== 200) throw new Error(`no model: ${JSON.stringify(answer.body)}`);
    return String(answer.body['model_id']);
  }

  /** Name of a credential made over the API. */
  async makeCredential(settings: object = {}): Promise<string> {
    const credential_name = `credential-${this.newId()}`;
    const body = { credential_name, credential_values: { api_key: 'sk-x' }, ...settings };
    const answer = await this.call('POST /credentials', { body });
    if (answer.status !== 200) throw new Error(`no credential: ${JSON.stringify(answer.body)}`);
    return body.credential_name;
  }

  /** A customer of a fresh name, over the API. */
  async makeCustomer(settings: object = {}): Promise<string> {
    const user_id = `customer-${this.newId()}`;
    const { status, body } = await this.call('POST /customer/new', { body: { user_id, ...settings } });
    if (status !== 200) throw new Error(`no customer: ${JSON.stringify(body)}`);
    return user_id;
  }

  /** A tag of a fresh name, over the API. */
  async makeTag(settings: object = {}): Promise<string> {
    const name = `tag-${this.newId()}`;
    const { status, body } = await this.call('POST /tag/new', { body: { name, ...settings } });
    if (status !== 200) throw new Error(`no tag: ${JSON.stringify(body)}`);
    return name;
  }

  /** An access group of a fresh name, over the API. */
  async makeAccessGroup(settings: object = {}): Promise<{ readonly id: string; readonly name: string }> {
    const name = `group-${this.newId()}`;
    const body = { access_group_name: name, ...settings };
    const made = await this.call('POST /v1/access_group', { body });
    if (made.status !== 201) throw new Error(`no access group: ${JSON.stringify(made.body)}`);
    return { id: String(made.body['access_group_id']), name };
  }

  /** A budget by id, over the API. */
  async makeBudget(settings: object = {}): Promise<string> {
    const { status, body } = await this.call('POST /budget/new', { body: settings });
    if (status !== 200) throw new Error(`no budget: ${JSON.stringify(body)}`);
    return String(body['budget_id']);
  }

  /** An organization, over the API. */
  async makeOrganization(settings: object = {}): Promise<string> {
    const body = { organization_alias: 'Org', ...settings };
    const made = await this.call('POST /organization/new', { body });
    if (made.status !== 200) throw new Error(`no organization: ${JSON.stringify(made.body)}`);
    return String(made.body['organization_id']);
  }

  /** A member of an organization, over the API. */
  async addToOrganization(organization_id: string, user_id: string, role: UserRole): Promise<void> {
    const body = { organization_id, member: { role, user_id } };
    const added = await this.call('POST /organization/member_add', { body });
    if (added.status !== 200) throw new Error(`no member: ${JSON.stringify(added.body)}`);
  }

  /** A project over the API, of a new team unless told otherwise. */
  async makeProject(settings: object = {}): Promise<string> {
    const body = { team_id: await this.makeTeam(), ...settings };
    const made = await this.call('POST /project/new', { body });
    if (made.status !== 200) throw new Error(`no project: ${JSON.stringify(made.body)}`);
    return String(made.body['project_id']);
  }

  async makeTeam(memberPermissions: readonly string[] = []): Promise<string> {
    const id = `team-${this.newId()}`;
    await this.query('INSERT INTO tollgate.team (id, member_permissions) VALUES ($1, $2)', [id, memberPermissions]);
    return id;
  }

  /** A team with one member; both have spent a cent, in all and on keys of the team. */
  async makeSpentTeam(): Promise<{ readonly team: string; readonly userId: string; readonly memberId: string }> {
    const [team, { userId }] = [await this.makeTeam(), await this.makeUserKey('internal_user')];
    await this.addMember(team, userId, 'user');
    const { rows } = await this.query<{ id: string }>('SELECT id FROM tollgate.team_member WHERE team_id = $1', [team]);
    const memberId = rows[0]?.id ?? '';
    await this.spend(team, 0, 10_000_000n, 'team');
    await this.spend(memberId, 0, 10_000_000n, 'team_member');
    return { team, userId, memberId };
  }

  async addMember(teamId: string, userId: string, role: 'admin' | 'user'): Promise<void> {
    await this.query(
      'INSERT INTO tollgate.team_member (team_id, user_id, role) VALUES ($1, $2, $3::tollgate.team_role)',
      [teamId, userId, role],
    );
  }

  async removeMember(teamId: string, userId: string): Promise<void> {
    await this.query('DELETE FROM tollgate.team_member WHERE team_id = $1 AND user_id = $2', [teamId, userId]);
  }

  /** Books spend of a key (or another scope) in the window that starts at `windowStart` and in its lifetime. */
  async spend(scopeId: string, windowStart: number, costNano: bigint, scope = 'key'): Promise<void> {
    for (const start of new Set([0, windowStart])) {
      await this.query(
        `INSERT INTO tollgate.scope_balance (scope, scope_id, window_start, amount_nano) VALUES ($4, $1, $2, $3)
         ON CONFLICT (scope, scope_id, window_start) DO UPDATE SET amount_nano = scope_balance.amount_nano + excluded.amount_nano`,
        [scopeId, new Date(start), costNano.toString(), scope],
      );
    }
  }

  /** Writes finished records to the ledger, as the gateway's shipper does. */
  async ship(...records: readonly CompletionRecord[]): Promise<void> {
    const writer = new PgLedgerWriter(this.database, { textRetentionDays: 1 });
    await writer.write(records.map((record) => ({ kind: 'finished', json: JSON.stringify(record) })));
  }

  /** Prompts and answers, as the shipper writes them. */
  async shipTexts(...texts: readonly RecordTexts[]): Promise<void> {
    const writer = new PgLedgerWriter(this.database, { textRetentionDays: 1 });
    await writer.write(texts.map((text) => ({ kind: 'text', json: JSON.stringify(text) })));
  }

  /** Adds up activities as a worker does every minute. */
  addUpActivity(): Promise<void> {
    return new PgLedgerMaintenance(this.database).addUpActivity();
  }

  /** Looks for events of budgets as a worker does, until none are left to look for. */
  async judgeBudgets(): Promise<void> {
    const watch = new PgBudgetWatch(this.database, { sinks: [] }, this.clock, this.ids, createLogger('error'));
    while ((await watch.judge(100)) > 0);
  }

  /** What was booked for a scope otherwise than by calls. */
  async ledgerEntriesOf(scopeId: string): Promise<readonly object[]> {
    const sql = 'SELECT kind, amount_nano, actor_id, reason FROM tollgate.ledger_entry WHERE scope_id = $1';
    return (await this.query(sql, [scopeId])).rows;
  }

  /** Rows of kept models as they stand in the table. */
  async storedModels(): Promise<readonly object[]> {
    return (await this.query('SELECT * FROM tollgate.proxy_model')).rows;
  }

  /** Rows of credentials as they stand in the table. */
  async storedCredentials(): Promise<readonly object[]> {
    return (await this.query('SELECT * FROM tollgate.provider_credential')).rows;
  }

  /** What the audit holds of a kind of thing. */
  async auditTexts(resource: string): Promise<readonly object[]> {
    return (await this.query('SELECT before, after FROM tollgate.audit_entry WHERE resource = $1', [resource])).rows;
  }

  /** Puts another row's box in the place of a model's. */
  async spoilModel(id: string): Promise<void> {
    const other = await this.makeModel();
    const box = 'SELECT params FROM tollgate.proxy_model WHERE id = $2';
    await this.query(`UPDATE tollgate.proxy_model SET params = (${box}) WHERE id = $1`, [id, other]);
  }

  async epoch(): Promise<bigint> {
    const { rows } = await this.query<{ value: string }>('SELECT value FROM tollgate.epoch');
    return BigInt(rows[0]?.value ?? 0);
  }

  /** The audit of a key by its hash, oldest first. */
  async auditOf(hash: string): Promise<readonly AuditRow[]> {
    const { rows } = await this.query<AuditRow>(
      `SELECT action, changed_by AS "changedBy", before, after FROM tollgate.audit_entry
       WHERE object_id IN (
         SELECT key_id::text FROM tollgate.key_secret WHERE hash = $1
         UNION SELECT id::text FROM tollgate.deleted_key WHERE $1 = ANY(hashes))
       ORDER BY sequence`,
      [hash],
    );
    return rows;
  }

  /** Every row of every table that a key's making writes to, as text. */
  async everythingStored(): Promise<string> {
    const tables = [
      'virtual_key',
      'key_secret',
      'audit_entry',
      'epoch_change',
      'ledger_entry',
      'scope_balance',
      'invitation',
    ];
    const dumps = await Promise.all(
      tables.map((table) => this.query(`SELECT row_to_json(t) AS row FROM tollgate.${table} AS t`)),
    );
    return JSON.stringify(dumps.map(({ rows }) => rows as readonly unknown[]));
  }

  /** What each table holds, as a digest of its rows by their text. */
  async everyRow(): Promise<Readonly<Record<string, string>>> {
    const { rows: tables } = await this.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'tollgate' AND table_type = 'BASE TABLE' ORDER BY 1`,
    );
    const digests = tables.map(
      ({ name }) =>
        `SELECT '${name}' AS name, count(*) || ' ' || md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) AS digest FROM tollgate."${name}" AS t`,
    );
    const { rows } = await this.query<{ name: string; digest: string }>(digests.join(' UNION ALL '));
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  }

  /** A row of `/spend/logs` as LiteLLM answered it (transcript spend-and-activity, step 6). */
  recordedSpendRow(): Readonly<Record<string, unknown>> {
    const file = join(__dirname, '../../../../apps/admin/src/__recordings__/spend-and-activity.json');
    const { steps } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly steps: readonly {
        readonly number: number;
        readonly answer: { readonly body: readonly Record<string, unknown>[] };
      }[];
    };
    return steps.find(({ number }) => number === 6)?.answer.body[1] ?? {};
  }

  query<Row extends object = object>(
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<{ readonly rows: readonly Row[] }> {
    return this.database.pool.query<Row>(sql, [...values]);
  }
}

export function startAdmin(options: TestAdminOptions = {}): Promise<TestAdmin> {
  return TestAdmin.start(options);
}

function holdModels(from: Settings, clock: ManualClock): SnapshotHolder {
  const input = { settings: from, providers: PROVIDERS, book: new PriceBook(), clock, version: 1 };
  const compiled = compileSnapshot(input);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return new SnapshotHolder(compiled.value.snapshot);
}
