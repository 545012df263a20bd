import type { ProviderObject, Tenant } from '@tollgate/dispatch';
import { PgLedgerMaintenance, PgProviderObjectStore } from '@tollgate/persistence';
import { NOON } from './support/build-record.js';
import { LedgerHarness } from './support/ledger-harness.js';

const DAY = 86_400_000;
const KEY = '0197f0a0-0000-7000-8000-0000000000b1';
const TEAM: Tenant = { kind: 'team', id: 'team-1' };

const build = (number: number, more: Partial<ProviderObject> = {}): ProviderObject => ({
  kind: 'response',
  publicId: `resp_${String(number).padStart(32, '0')}`,
  upstreamId: `resp_provider${String(number)}`,
  provider: 'openai',
  deploymentId: 'd',
  tenant: TEAM,
  keyId: KEY,
  requestId: KEY,
  modelRequested: 'm',
  namedIds: [],
  createdAt: NOON,
  expiresAt: NOON + DAY,
  ...more,
});

describe('the table of what providers keep', () => {
  let ledger: LedgerHarness;
  let store: PgProviderObjectStore;

  beforeAll(async () => {
    ledger = await LedgerHarness.start();
    store = new PgProviderObjectStore(ledger.database);
  });
  afterAll(() => ledger.stop());
  beforeEach(() => ledger.rows('TRUNCATE tollgate.provider_object'));

  const naming = async (ids: readonly string[], tenant = TEAM, now = NOON): Promise<readonly string[]> =>
    (await store.findNaming(tenant, ids, now)).map(({ publicId }) => publicId).sort();

  it('finds what named any of some ids, for its tenant alone', async () => {
    const [one, two, three] = [
      build(1, { namedIds: ['msg_1', 'cntr_1'] }),
      build(2, { kind: 'answer', namedIds: ['audio_1'] }),
      build(3, { tenant: { kind: 'user', id: 'team-1' }, namedIds: ['msg_1', 'msg_3'] }),
    ];
    for (const object of [one, two, three]) await store.insert(object);
    expect(await store.findNaming(TEAM, ['msg_1'], NOON)).toEqual([one]);
    expect(await naming(['cntr_1', 'audio_1', 'msg_3'])).toEqual([one.publicId, two.publicId]);
    expect(await naming(['msg_3'])).toEqual([]);
    expect(await naming(['msg_1'], three.tenant)).toEqual([three.publicId]);
  });

  it('finds it no more once it is deleted or has expired', async () => {
    const object = build(1, { namedIds: ['msg_1'] });
    await store.insert(object);
    expect(await naming(['msg_1'], TEAM, NOON + DAY)).toEqual([]);
    await store.remove('response', object.publicId, NOON);
    expect(await naming(['msg_1'])).toEqual([]);
  });

  it('is rid of what has expired or was deleted, and of nothing else', async () => {
    for (const object of [build(1), build(2, { expiresAt: NOON }), build(3, { expiresAt: NOON - DAY }), build(4)])
      await store.insert(object);
    await store.remove('response', build(4).publicId, NOON - 1);
    await new PgLedgerMaintenance(ledger.database).dropExpiredResponses(NOON);
    expect(await ledger.rows('SELECT public_id FROM tollgate.provider_object')).toEqual([
      { public_id: build(1).publicId },
    ]);
  });

  it('adds to what one names, each id once, and to no other', async () => {
    const [one, two] = [build(1, { namedIds: ['msg_1'] }), build(2)];
    await store.insert(one);
    await store.insert(two);
    await store.addNamed('response', one.publicId, ['msg_1', 'msg_2', 'msg_2']);
    expect([...((await store.find('response', one.publicId, NOON))?.namedIds ?? [])].sort()).toEqual([
      'msg_1',
      'msg_2',
    ]);
    expect(await store.find('response', two.publicId, NOON)).toEqual(two);
  });

  it('is asked by its index', async () => {
    await ledger.rows(
      `INSERT INTO tollgate.provider_object (kind, public_id, upstream_id, provider, deployment_id, tenant_kind, tenant_id, key_id, expires_at, named_ids)
       SELECT 'response', 'resp_' || n, 'r', 'openai', 'd', 'team', 'team-' || n % 3, '${KEY}', '2030-01-01', ARRAY['msg_' || n, 'fc_' || n]
       FROM generate_series(1, 20000) AS n`,
    );
    await ledger.rows('ANALYZE tollgate.provider_object');
    const plan = await ledger.rows(
      `EXPLAIN SELECT * FROM tollgate.provider_object WHERE named_ids && ARRAY['msg_7', 'fc_8']::text[] AND tenant_kind = 'team'
         AND tenant_id = 'team-1' AND deleted_at IS NULL AND expires_at > now()`,
    );
    expect(JSON.stringify(plan)).toContain('provider_object_named_ids_idx');
  });
});
