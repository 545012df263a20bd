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

  it('a list that holds something else than text', async () => {
    expect(await admin.call('POST /key/delete', { body: { keys: [1] } })).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'string_type', loc: ['body', 'keys', 0] }] },
    });
  });
});
