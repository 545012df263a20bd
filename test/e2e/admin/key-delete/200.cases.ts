import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/delete: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('deletes keys by secret, hash and own id, and repeats their names', async () => {
    const made = [await admin.makeKey({}), await admin.makeKey({}), await admin.makeKey({})];
    const keys = [made[0]?.secret, made[1]?.hash, made[2]?.id];
    expect(await admin.call('POST /key/delete', { body: { keys } })).toMatchObject({
      status: 200,
      body: { deleted_keys: keys },
    });
    for (const { secret } of made) expect((await admin.call('GET /key/info', { key: secret })).status).toBe(401);
  });

  it('deletes keys by alias, and sets the alias free', async () => {
    const key_alias = `free-${admin.newId()}`;
    await admin.makeKey({ key_alias });
    const answer = await admin.call('POST /key/delete', { body: { key_aliases: [key_alias] } });
    expect(answer).toMatchObject({ status: 200, body: { deleted_keys: [key_alias] } });
    await admin.makeKey({ key_alias });
  });

  it('refuses the next call of a key that was just served', async () => {
    const { secret } = await admin.makeKey({});
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(200);
    await admin.call('POST /key/delete', { body: { keys: [secret] } });
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(401);
  });

  it('takes a key that is named twice once', async () => {
    const { secret, hash } = await admin.makeKey({});
    const before = await admin.epoch();
    expect((await admin.call('POST /key/delete', { body: { keys: [secret, hash] } })).status).toBe(200);
    expect(await admin.epoch()).toBe(before + 1n);
  });

  it('is audited', async () => {
    const { secret, hash } = await admin.makeKey({});
    await admin.call('POST /key/delete', { body: { keys: [secret] }, headers: { 'litellm-changed-by': 'bob' } });
    expect((await admin.auditOf(hash)).at(-1)).toMatchObject({ action: 'deleted', changedBy: 'bob' });
  });
});
