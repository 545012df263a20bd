import { MASTER_KEY } from '../support/call-admin.js';
import { hashSecret } from '@tollgate/auth';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Made {
  readonly key: string;
  readonly token: string;
  readonly models: readonly string[];
}

describe('POST /key/regenerate', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const infoBy = async (secret: string): Promise<number> => (await admin.call('GET /key/info', { key: secret })).status;

  it.each(['POST /key/regenerate', 'POST /key/{key}/regenerate'])(
    '%s gives a new secret and ends the old one at once',
    async (route) => {
      const key = await admin.makeKey({ models: ['a'] });
      await admin.spend(key.id, 0, 5_000_000_000n);
      const { status, body } = await admin.call<Made>(route.replace('{key}', key.hash), {
        body: { ...(route.includes('{') ? {} : { key: key.hash }), models: ['a', 'b'] },
      });
      expect(status).toBe(200);
      expect(body.key).toMatch(/^sk-[\w-]{22,}$/);
      expect(body).toMatchObject({ token: hashSecret(body.key), models: ['a', 'b'] });
      expect([await infoBy(key.secret), await infoBy(body.key)]).toEqual([401, 200]);
      // the same key: its id and its spend stand
      const info = await admin.call(`GET /key/info?key=${key.id}`);
      expect(info.body).toMatchObject({ info: { spend: 5, rotation_count: 1 } });
      expect(await admin.auditOf(key.hash)).toContainEqual(expect.objectContaining({ action: 'rotated' }));
      expect(JSON.stringify(await admin.auditOf(key.hash))).not.toContain(body.key);
    },
  );

  it('lets the old secret live through its grace, and no longer', async () => {
    const key = await admin.makeKey();
    const { body } = await admin.call<Made>('POST /key/regenerate', { body: { key: key.secret, grace_period: '24h' } });
    expect([await infoBy(key.secret), await infoBy(body.key)]).toEqual([200, 200]);
    admin.clock.advance(24 * 3_600_000 + 1);
    expect([await infoBy(key.secret), await infoBy(body.key)]).toEqual([401, 200]);
  });

  it.each(['0s', '0', ''])('ends the old secret at once with a grace of "%s"', async (grace_period) => {
    const key = await admin.makeKey();
    const { body } = await admin.call<Made>('POST /key/regenerate', { body: { key: key.secret, grace_period } });
    expect([await infoBy(key.secret), await infoBy(body.key)]).toEqual([401, 200]);
  });

  it('does not lengthen the life of a secret whose grace runs already', async () => {
    const key = await admin.makeKey();
    const first = await admin.call<Made>('POST /key/regenerate', { body: { key: key.secret, grace_period: '1h' } });
    await admin.call<Made>('POST /key/regenerate', { body: { key: key.id, grace_period: '24h' } });
    admin.clock.advance(3_600_001);
    expect([await infoBy(key.secret), await infoBy(first.body.key)]).toEqual([401, 200]);
  });

  it('is the calling key’s own affair where it names itself, also with limits of its own', async () => {
    const { userId } = await admin.makeUserKey('internal_user');
    const key = await admin.makeKey({ user_id: userId, max_budget: 1, models: ['a'] });
    const { status, body } = await admin.call<Made>('POST /key/regenerate', {
      key: key.secret,
      body: { key: key.secret },
    });
    expect(status).toBe(200);
    expect([await infoBy(key.secret), await infoBy(body.key)]).toEqual([401, 200]);
    const change = { key: body.key, max_budget: 2 };
    const raised = await admin.call('POST /key/regenerate', { key: body.key, body: change });
    expect(raised).toMatchObject({ status: 403, body: { error: { param: 'max_budget' } } });
    expect(await infoBy(body.key)).toBe(200);
  });

  it('takes the key from the query too, and no key for the calling one where none is named', async () => {
    const [key, caller] = [await admin.makeKey(), (await admin.makeAdminKey()).secret];
    const named = await admin.call<Made>(`POST /key/regenerate?key=${key.hash}`, { key: caller, body: {} });
    expect([await infoBy(key.secret), await infoBy(named.body.key)]).toEqual([401, 200]);
    const bare = await admin.call<Made>(`POST /key/regenerate?key=${key.hash}`, { key: caller });
    expect([bare.status, await infoBy(bare.body.key)]).toEqual([200, 200]);
    const byPath = await admin.call<Made>(`POST /key/${bare.body.token}/regenerate`, { key: caller });
    expect(byPath.status).toBe(200);
    for (const body of [{}, { key: null }, { Key: key.hash }])
      expect(await admin.call('POST /key/regenerate', { key: caller, body })).toMatchObject({
        status: 400,
        body: { error: { param: 'key' } },
      });
    const other = await admin.makeKey();
    const both = await admin.call(`POST /key/regenerate?key=${other.hash}`, { key: caller, body: { key: key.id } });
    expect(both).toMatchObject({ status: 400, body: { error: { param: 'key' } } });
    expect([await infoBy(caller), await infoBy(other.secret)]).toEqual([200, 200]);
  });

  it('gives nobody a key that may more than the calling one, nor one of somebody else', async () => {
    const { userId } = await admin.makeUserKey('internal_user');
    const narrow = await admin.makeKey({ user_id: userId, models: ['a'] });
    const wide = await admin.makeKey({ user_id: userId });
    const foreign = await admin.makeUserKey('internal_user');
    expect(await admin.call('POST /key/regenerate', { key: narrow.secret, body: { key: wide.hash } })).toMatchObject({
      status: 403,
      body: { error: { param: 'models' } },
    });
    expect((await admin.call('POST /key/regenerate', { key: wide.secret, body: { key: foreign.hash } })).status).toBe(
      404,
    );
    expect((await admin.call('POST /key/regenerate', { key: wide.secret, body: { key: narrow.hash } })).status).toBe(
      200,
    );
    expect([await infoBy(wide.secret), await infoBy(foreign.secret)]).toEqual([200, 200]);
  });

  it.each([
    [{ grace_period: '5 parsecs' }, 400, 'grace_period'],
    [{ new_key: 'sk-short' }, 400, 'key'],
    [{ new_master_key: 'sk-another-master-key' }, 400, 'new_master_key'],
    [{ max_budget: -1 }, 400, 'max_budget'],
  ])('%j: %i, and the key stays as it was', async (fields, status, param) => {
    const key = await admin.makeKey();
    const before = await admin.epoch();
    const answer = await admin.call('POST /key/regenerate', { body: { key: key.hash, ...fields } });
    expect(answer).toMatchObject({ status, body: { error: { param } } });
    expect([await infoBy(key.secret), await admin.epoch()]).toEqual([200, before]);
  });

  it('takes no secret that is or was another’s, and answers as for a weak one', async () => {
    const [key, other] = [await admin.makeKey(), await admin.makeKey()];
    const weak = await admin.call('POST /key/regenerate', { body: { key: key.hash, new_key: 'sk-short' } });
    const taken = await admin.call('POST /key/regenerate', { body: { key: key.hash, new_key: other.secret } });
    expect(taken.body).toEqual(weak.body);
    const master = await admin.call('POST /key/regenerate', { body: { key: key.hash, new_key: MASTER_KEY } });
    expect([master.status, master.body]).toEqual([400, weak.body]);
    expect([await infoBy(key.secret), await infoBy(other.secret)]).toEqual([200, 200]);
  });
});
