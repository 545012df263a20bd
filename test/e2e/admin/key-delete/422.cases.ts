import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/delete: 422', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([{}, { keys: null }, { keys: [], key_aliases: [] }])('neither keys nor aliases: %p', async (body) => {
    const answer = await admin.call('POST /key/delete', { body });
    expect([answer.status, answer.body]).toEqual([
      422,
      {
        detail: [
          {
            type: 'value_error',
            loc: ['body'],
            msg: "Value error, At least one of 'keys' or 'key_aliases' must be provided.",
          },
        ],
      },
    ]);
  });

  it.each(['keys', 'key_aliases'])('more %s than one call deletes', async (list) => {
    const { secret } = await admin.makeUserKey('internal_user');
    const names = Array.from({ length: 1000 }, (_, index) => `sk-absent-${String(index)}`);
    const answer = await admin.call('POST /key/delete', { key: secret, body: { [list]: [secret, ...names] } });
    expect([answer.status, answer.body]).toEqual([
      422,
      {
        detail: [
          {
            type: 'too_long',
            loc: ['body', list],
            msg: 'List should have at most 1000 items, not 1001. Ask again with the rest',
          },
        ],
      },
    ]);
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(200);
  });

  it('a list that holds something else than text', async () => {
    expect(await admin.call('POST /key/delete', { body: { keys: [1] } })).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'string_type', loc: ['body', 'keys', 0] }] },
    });
  });
});
