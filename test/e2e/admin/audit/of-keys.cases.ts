import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface AuditPage {
  readonly audit_logs: readonly { readonly action: string; readonly table_name: string; readonly object_id: string }[];
  readonly total: number;
}

describe('GET /audit', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const list = async (query: string): Promise<AuditPage> => {
    const { status, body, headers } = await admin.call<AuditPage>(`GET /audit?page_size=100&${query}`);
    expect([status, headers.get('x-tollgate-ignored-fields')]).toEqual([200, null]);
    return body;
  };
  const actions = async (query: string): Promise<readonly string[]> =>
    (await list(query)).audit_logs.map(({ action }) => action);

  it('tells by the hash of a key, or by itself, what became of it, through new secrets and after its end', async () => {
    const key = await admin.makeKey();
    await admin.makeKey();
    const body = { key: key.hash, grace_period: '1h' };
    const rotated = await admin.call('POST /key/regenerate', { body });
    expect(rotated.status).toBe(200);
    const hashes = [key.hash, String(rotated.body['token'])];
    for (const hash of [...hashes, key.secret])
      expect(await actions(`object_key_hash=${hash}`)).toEqual(['rotated', 'created']);
    await admin.call('POST /key/delete', { body: { keys: [hashes[1]] } });
    for (const hash of hashes) {
      const { audit_logs: logs } = await list(`object_key_hash=${hash}`);
      expect(logs.map(({ action, object_id: id }) => [action, id])).toEqual(
        ['deleted', 'rotated', 'created'].map((action) => [action, key.id]),
      );
      expect(await actions(`object_key_hash=${hash}&action=deleted`)).toEqual(['deleted']);
      expect(await actions(`object_key_hash=${hash}&object_id=${admin.newId()}`)).toEqual([]);
    }
    expect((await list(`object_key_hash=${'0'.repeat(64)}`)).total).toBe(0);
  });

  it('finds who fetched a secret that a schedule made', async () => {
    const key = await admin.makeRotatedKey();
    const collected = await admin.call(`POST /key/${key.id}/rotation/collect`);
    expect(collected.status).toBe(200);
    expect(await actions(`action=collected&object_id=${key.id}`)).toEqual(['collected']);
  });

  it('is sorted by what was done, and to what, changes of a kind in their order', async () => {
    await admin.makeTag();
    await admin.makeKey();
    await admin.makeTag();
    for (const [name, member] of [
      ['action', 'action'],
      ['table_name', 'table_name'],
    ] as const)
      for (const order of ['asc', 'desc']) {
        const { audit_logs: logs, total } = await list(`sort_by=${name}&sort_order=${order}`);
        const kinds = logs.map((log) => log[member]);
        expect(logs.length).toBe(total);
        // each kind stands together
        expect(kinds.filter((kind, index) => kind !== kinds[index - 1]).length).toBe(new Set(kinds).size);
      }
    const byTime = await list('sort_by=updated_at&sort_order=asc');
    expect(byTime.audit_logs[0]).toMatchObject({ action: 'created' });
    expect((await list('sort_by=action&sort_order=desc&action=created')).audit_logs).toEqual(
      (await list('action=created')).audit_logs,
    );
    expect((await admin.call('GET /audit?sort_by=before_value')).status).toBe(422);
  });
});
