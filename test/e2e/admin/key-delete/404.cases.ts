import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const NOT_FOUND = { status: 404, body: { error: { message: 'No keys found', code: '404' } } };

describe('POST /key/delete: 404', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([{ keys: ['sk-nope-0123456789'] }, { key_aliases: ['nope'] }])('%p', async (body) => {
    expect(await admin.call('POST /key/delete', { body })).toMatchObject(NOT_FOUND);
  });

  it("deletes none of many keys when one of them is another user's", async () => {
    const own = await admin.makeUserKey('internal_user');
    const foreign = await admin.makeKey({
      key_alias: 'foreign',
      user_id: (await admin.makeUserKey('internal_user')).userId,
    });
    await admin.query(
      `INSERT INTO tollgate.virtual_key (id, name, alias, user_id)
       SELECT gen_random_uuid(), 'sk-...', 'own-' || n, $1 FROM generate_series(1, 999) AS n`,
      [own.userId],
    );
    const aliases = Array.from({ length: 999 }, (_, index) => `own-${String(index + 1)}`);
    const left = async (): Promise<unknown> =>
      (await admin.call(`GET /key/list?size=1&user_id=${own.userId}`)).body['total_count'];
    for (const named of [foreign.secret, foreign.hash, foreign.id, 'foreign']) {
      const body = { keys: [...aliases, named] };
      expect(await admin.call('POST /key/delete', { key: own.secret, body })).toMatchObject(NOT_FOUND);
      expect(await left()).toBe(1000);
    }
    expect((await admin.call('GET /key/info', { key: foreign.secret })).status).toBe(200);
    const { status, body } = await admin.call('POST /key/delete', { key: own.secret, body: { keys: aliases } });
    expect([status, body]).toEqual([200, { deleted_keys: aliases }]);
    expect(await left()).toBe(1);
  });

  it('deletes none of the keys when one of them does not exist', async () => {
    const { secret } = await admin.makeKey({});
    expect(await admin.call('POST /key/delete', { body: { keys: [secret, 'sk-nope-0123456789'] } })).toMatchObject({
      status: 404,
    });
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(200);
  });
});
