import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /budget/events, refused', () => {
  let admin: TestAdmin;
  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each(['event=crossed', 'scope=planet', 'page=0', 'page_size=101', 'start_date=soon'])(
    '4xx for ?%s',
    async (query) => {
      const { status } = await admin.call(`GET /budget/events?${query}`);
      expect([400, 422]).toContain(status);
    },
  );

  it('401 without a key', async () => {
    expect((await admin.call('GET /budget/events', { key: null })).status).toBe(401);
  });
});
