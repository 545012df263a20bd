import { hashSecret } from '@tollgate/auth';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];

interface Collected {
  readonly key: string;
  readonly token: string;
  readonly key_name: string;
  readonly rotated_at: string;
  readonly revoke_at: string | null;
}

describe('a key with auto_rotate', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const rotateDue = (): Promise<void> => admin.rotations.rotateDue(admin.clock.now());
  const infoOf = async (ref: string): Promise<Readonly<Record<string, unknown>>> =>
    (await admin.call<{ info: Readonly<Record<string, unknown>> }>(`GET /key/info?key=${ref}`)).body.info;
  const statusBy = async (secret: string): Promise<number> =>
    (await admin.call('GET /key/info', { key: secret })).status;
  const collect = (ref: string, key?: string) =>
    admin.call<Collected>(`POST /key/${ref}/rotation/collect`, key === undefined ? {} : { key });
  const copies = async (id: string): Promise<number> =>
    (
      await admin.query<{ count: string }>(
        'SELECT count(*) FROM tollgate.key_secret WHERE key_id = $1::uuid AND sealed IS NOT NULL',
        [id],
      )
    ).rows.map(({ count }) => Number(count))[0] ?? 0;

  /** A key whose rotation is due. */
  const dueKey = async (settings: object = {}): Promise<MadeKey> => {
    const key = await admin.makeKey({ auto_rotate: true, rotation_interval: '7d', ...settings });
    admin.clock.advance(7 * DAY_MS);
    return key;
  };
  const rotatedKey = async (settings: object = {}): Promise<MadeKey> => {
    const key = await dueKey(settings);
    await rotateDue();
    return key;
  };

  it('shows its schedule, from when it is made or changed', async () => {
    const { hash } = await admin.makeKey({ auto_rotate: true, rotation_interval: '30d' });
    const at = new Date(admin.clock.now() + 30 * DAY_MS).toISOString();
    const shown = { auto_rotate: true, rotation_interval: '30d', rotation_count: 0, last_rotation_at: null };
    expect(await infoOf(hash)).toMatchObject({ ...shown, key_rotation_at: at });
    const update = (body: object) => admin.call('POST /key/update', { body: { key: hash, ...body } });
    await update({ rotation_interval: '1d' });
    const next = new Date(admin.clock.now() + DAY_MS).toISOString();
    expect(await infoOf(hash)).toMatchObject({ rotation_interval: '1d', key_rotation_at: next });
    await update({ tags: ['blue'] });
    expect(await infoOf(hash)).toMatchObject({ key_rotation_at: next });
    await update({ auto_rotate: false });
    expect(await infoOf(hash)).toMatchObject({ auto_rotate: false, key_rotation_at: null });
  });

  it.each([
    [{ auto_rotate: true }, 'without an interval'],
    [{ auto_rotate: true, rotation_interval: 'soon' }, 'with one that is no duration'],
    [{ auto_rotate: true, rotation_interval: '0d' }, 'with one of nothing'],
  ])('is refused as %j, %s', async (body: object, _why) => {
    const answer = await admin.call('POST /key/generate', { body });
    expect([answer.status, answer.body]).toMatchObject([400, { error: { param: 'rotation_interval' } }]);
  });

  it('is not left without the interval that it rotates by', async () => {
    const { hash } = await admin.makeKey({ auto_rotate: true, rotation_interval: '7d' });
    const answer = await admin.call('POST /key/update', { body: { key: hash, rotation_interval: null } });
    expect(answer.status).toBe(400);
  });

  it('gets another secret when its time has come, and not before', async () => {
    const key = await admin.makeKey({ auto_rotate: true, rotation_interval: '7d' });
    admin.clock.advance(7 * DAY_MS - 1);
    await rotateDue();
    expect(await infoOf(key.id)).toMatchObject({ rotation_count: 0 });
    admin.clock.advance(1);
    await rotateDue();
    const now = admin.clock.now();
    const info = await infoOf(key.id);
    expect(info).toMatchObject({
      rotation_count: 1,
      last_rotation_at: new Date(now).toISOString(),
      key_rotation_at: new Date(now + 7 * DAY_MS).toISOString(),
      rotation_uncollected: true,
    });
    expect(await admin.auditOf(key.hash)).toContainEqual(
      expect.objectContaining({ action: 'rotated', changedBy: null }),
    );
  });

  it('is due at once when it came from LiteLLM with no time of its next rotation', async () => {
    const key = await admin.makeKey({ auto_rotate: true, rotation_interval: '7d' });
    await admin.query('UPDATE tollgate.virtual_key SET next_rotation_at = NULL WHERE id = $1::uuid', [key.id]);
    await rotateDue();
    expect(await infoOf(key.id)).toMatchObject({ rotation_count: 1 });
  });

  it('is rotated once for each time, however many workers look', async () => {
    const key = await dueKey();
    await Promise.all([rotateDue(), rotateDue(), rotateDue()]);
    await rotateDue();
    expect(await infoOf(key.id)).toMatchObject({ rotation_count: 1 });
  });

  it.each([[{ blocked: true }], [{ duration: '7d' }], [{ auto_rotate: false }]])(
    'is left alone when nobody could use the secret: %j',
    async (settings) => {
      const key = await rotatedKey(settings);
      const { rows } = await admin.query('SELECT 1 FROM tollgate.key_secret WHERE key_id = $1::uuid', [key.id]);
      expect(rows).toHaveLength(1);
    },
  );

  it('gives it to who holds the old one, which then goes on for the grace', async () => {
    const key = await rotatedKey();
    const { status, headers, body } = await collect(key.hash, key.secret);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body.key).toMatch(/^sk-[\w-]{22,}$/);
    const revokeAt = new Date(admin.clock.now() + DAY_MS).toISOString();
    expect(body).toMatchObject({ token: hashSecret(body.key), revoke_at: revokeAt });
    expect([await statusBy(key.secret), await statusBy(body.key)]).toEqual([200, 200]);
    expect(await infoOf(key.id)).not.toHaveProperty('rotation_uncollected');
    admin.clock.advance(DAY_MS + 1);
    expect([await statusBy(key.secret), await statusBy(body.key)]).toEqual([401, 200]);
  });

  it('gives it to its holder whatever routes the key may call, and no other key’s', async () => {
    const user = await admin.makeUserKey('internal_user');
    const key = await rotatedKey({ user_id: user.userId, key_type: 'llm_api' });
    const other = await admin.makeKey({ user_id: user.userId, auto_rotate: true, rotation_interval: '7d' });
    admin.clock.advance(7 * DAY_MS);
    await rotateDue();
    expect((await collect(other.hash, key.secret)).status).toBe(404);
    expect((await collect(key.hash, key.secret)).status).toBe(200);
  });

  it('gives it to who may regenerate the key, and to nobody else', async () => {
    const [owner, stranger] = [await admin.makeUserKey('internal_user'), await admin.makeUserKey('internal_user')];
    const viewer = await admin.makeUserKey('proxy_admin_viewer');
    const key = await rotatedKey({ user_id: owner.userId });
    expect((await collect(key.hash, stranger.secret)).status).toBe(404);
    expect((await collect(key.hash, viewer.secret)).status).toBe(404);
    expect((await collect(key.hash, owner.secret)).status).toBe(200);
    expect((await collect(key.hash)).status).toBe(200);
  });

  it('tells it again until it is in use, and keeps no copy then', async () => {
    const key = await rotatedKey();
    const { body } = await collect(key.hash);
    admin.clock.advance(HOUR_MS);
    const again = await collect(key.hash);
    // the grace is that of the first time
    expect(again.body).toEqual(body);
    expect(await copies(key.id)).toBe(1);
    expect(await statusBy(body.key)).toBe(200);
    expect(await copies(key.id)).toBe(0);
    expect((await collect(key.hash)).status).toBe(404);
  });

  it('keeps no copy once the old secret has ended', async () => {
    const key = await rotatedKey();
    await collect(key.hash);
    await admin.rotations.dropCollected(admin.clock.now());
    expect(await copies(key.id)).toBe(1);
    admin.clock.advance(DAY_MS);
    await admin.rotations.dropCollected(admin.clock.now());
    expect(await copies(key.id)).toBe(0);
  });

  it('goes on with the old secret while nobody fetches the new one, and gets no third', async () => {
    const key = await rotatedKey();
    for (let week = 0; week < 3; week += 1) {
      admin.clock.advance(7 * DAY_MS);
      await rotateDue();
      await admin.rotations.dropCollected(admin.clock.now());
    }
    expect(await statusBy(key.secret)).toBe(200);
    expect(await infoOf(key.id)).toMatchObject({ rotation_count: 1, rotation_uncollected: true });
    expect((await collect(key.hash, key.secret)).status).toBe(200);
    // the time to the next is counted from there
    await rotateDue();
    const next = new Date(admin.clock.now() + 7 * DAY_MS).toISOString();
    expect(await infoOf(key.id)).toMatchObject({ rotation_count: 1, key_rotation_at: next });
  });

  it('may be regenerated by hand meanwhile: the secret that nobody knows is no secret any more', async () => {
    const key = await rotatedKey();
    const { body } = await admin.call<Collected>('POST /key/regenerate', {
      body: { key: key.hash, grace_period: '1h' },
    });
    expect((await collect(key.hash)).status).toBe(404);
    expect(await copies(key.id)).toBe(0);
    expect([await statusBy(key.secret), await statusBy(body.key)]).toEqual([200, 200]);
    const info = await infoOf(key.id);
    expect(info).toMatchObject({
      rotation_count: 2,
      key_rotation_at: new Date(admin.clock.now() + 7 * DAY_MS).toISOString(),
    });
    expect(info).not.toHaveProperty('rotation_uncollected');
    admin.clock.advance(HOUR_MS);
    expect([await statusBy(key.secret), await statusBy(body.key)]).toEqual([401, 200]);
  });

  it('is regenerated and rotated at once with one secret left that works', async () => {
    const key = await dueKey();
    const [, regenerated] = await Promise.all([
      rotateDue(),
      admin.call<Collected>('POST /key/regenerate', { body: { key: key.hash } }),
    ]);
    expect(regenerated.status).toBe(200);
    await rotateDue();
    expect([await statusBy(key.secret), await statusBy(regenerated.body.key)]).toEqual([401, 200]);
    expect(await copies(key.id)).toBe(0);
  });

  it('is deleted and rotated at once without a secret left', async () => {
    const key = await dueKey();
    const [, deleted] = await Promise.all([
      rotateDue(),
      admin.call('POST /key/delete', { body: { keys: [key.hash] } }),
    ]);
    expect(deleted.status).toBe(200);
    await rotateDue();
    const { rows } = await admin.query('SELECT 1 FROM tollgate.key_secret WHERE key_id = $1::uuid', [key.id]);
    expect(rows).toEqual([]);
    expect((await collect(key.hash)).status).toBe(404);
  });

  it('is given to one of two who ask at once as to the other', async () => {
    const key = await rotatedKey();
    const [one, two] = await Promise.all([collect(key.hash), collect(key.hash, key.secret)]);
    expect(one.body).toEqual(two.body);
  });

  it('shows its secret to nobody who reads the tables', async () => {
    const key = await rotatedKey();
    const { body } = await collect(key.hash);
    expect(await admin.everythingStored()).not.toContain(body.key);
    const { rows } = await admin.query<{ sealed: Buffer }>(
      'SELECT sealed FROM tollgate.key_secret WHERE key_id = $1::uuid AND sealed IS NOT NULL',
      [key.id],
    );
    expect(rows[0]?.sealed.includes(body.key)).toBe(false);
  });

  it('does not tell a secret that was put in the place of another', async () => {
    const [one, two] = [await dueKey(), await admin.makeKey({ auto_rotate: true, rotation_interval: '1s' })];
    admin.clock.advance(1000);
    await rotateDue();
    const sealed = '(SELECT sealed FROM tollgate.key_secret WHERE key_id = $2::uuid AND sealed IS NOT NULL)';
    await admin.query(
      `UPDATE tollgate.key_secret SET sealed = ${sealed} WHERE key_id = $1::uuid AND sealed IS NOT NULL`,
      [one.id, two.id],
    );
    const answer = await collect(one.hash);
    expect([answer.status, await statusBy(one.secret)]).toEqual([400, 200]);
  });
});
