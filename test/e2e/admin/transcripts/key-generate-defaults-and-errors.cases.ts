import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { Replay } from './replay.js';

describe('LiteLLM recording "key generate defaults and errors"', () => {
  let admin: TestAdmin;
  let replay: Replay;

  beforeAll(async () => {
    admin = await startAdmin();
    replay = new Replay(admin, 'key-generate-defaults-and-errors');
  });
  afterAll(() => admin.close());

  it('is answered alike but for the differences that are meant', async () => {
    expect(await replay.play(1)).toEqual([]);
    expect(await replay.play(2, { save: { k: 'key' } })).toEqual([]);
    expect(await replay.play(3)).toEqual([]);
    // a Python repr in a message
    expect(await replay.play(4)).toEqual([
      expect.stringMatching(/^error\.message: .*"Invalid key format\. LiteLLM Virtual Key must start with 'sk-'\. Received: bad-\*\*\*\*fix0"$/),
    ]);
    expect(await replay.play(5)).toEqual([]);
    // 500 for the caller's mistake
    expect(await replay.play(6)).toEqual([
      'status: expected 500, got 400',
      'error.type: expected "internal_server_error", got "bad_request_error"',
      'error.param: expected null null, got string "duration"',
      'error.code: expected "500", got "400"',
    ]);
    // a team that does not exist: LiteLLM stores it dangling
    expect((await replay.play(7))[0]).toBe('status: expected 200, got 404');
    expect(await replay.play(8, { key: '${k}' })).toEqual([]);
    // a Python repr in a message
    expect(await replay.play(9)).toEqual([expect.stringMatching(/^error\.message: .*got "No keys found"$/)]);
    expect(await replay.play(10)).toEqual([]);
    expect(await replay.play(11, { key: '${k}' })).toEqual([]);
  });
});
