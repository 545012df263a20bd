import { SealedBox } from '@tollgate/persistence';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Answer {
  readonly status: string;
  readonly report: Readonly<Record<string, unknown>>;
}

const OLD = 'a salt of old times';
const placeOf = (id: string) => ['proxy_model', 'params', id];

describe('what is encrypted in the database', () => {
  let admin: TestAdmin;
  let ids: readonly string[];

  beforeAll(async () => {
    admin = await startAdmin({ previousSalts: [OLD] });
    ids = [await admin.makeModel(), await admin.makeModel(), await admin.makeModel()];
    await admin.makeCredential();
    await admin.makeRotatedKey();
  });
  afterAll(() => admin.close());

  const check = async () => (await admin.call<Answer>('GET /credentials/migrate-encryption/check')).body;
  const migrate = async (query = '') =>
    (await admin.call<Answer>(`POST /credentials/migrate-encryption${query}`)).body.report;
  const paramsOf = async (id: string) =>
    (await admin.query<{ params: { sealed: string } }>('SELECT params FROM tollgate.proxy_model WHERE id = $1', [id]))
      .rows[0]?.params.sealed ?? '';
  /** As another salt key encrypted it. */
  const age = async (id: string, salt: string) => {
    const place = placeOf(id);
    const text = await new SealedBox('salt of the tests', 'models').open(
      Buffer.from(await paramsOf(id), 'base64'),
      place,
    );
    const sealed = (await new SealedBox(salt, 'models').seal(text ?? '', place)).toString('base64');
    await admin.query(`UPDATE tollgate.proxy_model SET params = jsonb_build_object('sealed', $2::text) WHERE id = $1`, [
      id,
      sealed,
    ]);
    return sealed;
  };

  it('is counted by the salt key that it is under, encrypted anew once, and is left as it is where no key opens it', async () => {
    const current = { total: 1, current: 1, migrated: 0, residual_legacy: 0, unreadable: 0 };
    expect(await check()).toMatchObject({
      status: 'success',
      report: {
        algorithm: 'aes-256-gcm',
        residual_legacy: 0,
        unreadable: 0,
        locations: { model_table: { total: 3, current: 3 }, credentials_table: current, rotated_keys: current },
      },
    });
    const [old = '', lost = ''] = ids;
    const [aged, unreadable] = [await age(old, OLD), await age(lost, 'a salt that is lost')];
    const before = { total: 3, current: 1, migrated: 0, residual_legacy: 1, unreadable: 1 };
    for (const report of [(await check()).report, await migrate('?dry_run=true')])
      expect(report).toMatchObject({ residual_legacy: 1, unreadable: 1, locations: { model_table: before } });
    expect([await paramsOf(old), await paramsOf(lost)]).toEqual([aged, unreadable]);

    expect(await migrate()).toMatchObject({
      migrated: 1,
      residual_legacy: 0,
      unreadable: 1,
      locations: { model_table: { total: 3, current: 2, migrated: 1 } },
    });
    const box = new SealedBox('salt of the tests', 'models');
    expect(await box.open(Buffer.from(await paramsOf(old), 'base64'), placeOf(old))).toContain('mock/echo');
    expect(await paramsOf(lost)).toBe(unreadable);
    expect(await migrate()).toMatchObject({ migrated: 0, unreadable: 1 });
    expect((await check()).status).toBe('error');
  });

  it('is no business of others than admins, and viewers may count', async () => {
    const viewer = await admin.makeUserKey('proxy_admin_viewer');
    const { secret } = await admin.makeUserKey('internal_user');
    const statusOf = async (route: string, key: string) => (await admin.call(route, { key })).status;
    expect(await statusOf('GET /credentials/migrate-encryption/check', viewer.secret)).toBe(200);
    expect(await statusOf('POST /credentials/migrate-encryption', viewer.secret)).toBe(401);
    expect(await statusOf('GET /credentials/migrate-encryption/check', secret)).toBe(401);
  });
});
