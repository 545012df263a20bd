import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { Replay } from './replay.js';

describe('LiteLLM recording "key lifecycle", the steps of the admin', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('is answered alike from the making of a key to its deletion', async () => {
    const replay = new Replay(admin, 'key-lifecycle');
    const differences = {
      generate: await replay.play(1, { save: { k: 'key', h: 'token_id' } }),
      infoBySecret: await replay.play(4),
      infoOfItself: await replay.play(5, { key: '${k}' }),
      infoByHash: await replay.play(6),
      update: await replay.play(8),
      infoAfterUpdate: await replay.play(9),
      block: await replay.play(11),
      unblock: await replay.play(13),
      list: await replay.play(14),
      delete: await replay.play(15),
      infoAfterDelete: await replay.play(17),
    };
    expect(Object.values(differences).flat()).toEqual([]);
  });
});
