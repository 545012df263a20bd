import { completionRecord } from '../support/completion-record.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe("a key's own id", () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('is answered with the key, stays when the secret is another, and finds the key and its calls as its alias does', async () => {
    const key_alias = `alias-${admin.newId()}`;
    const made = await admin.call('POST /key/generate', { body: { key_alias } });
    const [id, secret] = [String(made.body['id']), String(made.body['key'])];
    const key = { id, secret, hash: String(made.body['token']) };
    await admin.ship(completionRecord(admin.newId(), key, admin.clock.now()));
    const again = await admin.call('POST /key/regenerate', { body: { key: id } });
    expect(again.body).toMatchObject({ id, key_alias });
    expect(again.body['token']).not.toBe(key.hash);
    for (const ref of [id, key_alias, key.hash]) {
      const info = await admin.call<{ info?: object }>(`GET /key/info?key=${ref}`);
      if (ref !== key.hash) expect(info.body.info).toMatchObject({ id, key_alias });
      const rows = await admin.call<readonly object[]>(`GET /spend/logs?api_key=${ref}`);
      expect([ref, rows.body.length]).toEqual([ref, 1]);
    }
    const listed = await admin.call<{ keys: readonly object[] }>(
      `GET /key/list?key_hash=${id}&return_full_object=true`,
    );
    expect(listed.body.keys).toMatchObject([{ id }]);
  });
});
