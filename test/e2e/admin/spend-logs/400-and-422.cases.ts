import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /spend/logs: 400 and 422', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    'start_date=x&end_date=2026-01-01',
    'start_date=2026-02-30',
    'end_date=2026-1-1',
    'start_date=2026-01-01T10:00',
  ])('400: %s is no date', async (query) => {
    expect(await admin.call(`GET /spend/logs?${query}`)).toMatchObject({
      status: 400,
      body: {
        error: {
          message: expect.stringContaining("Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'") as string,
          code: '400',
        },
      },
    });
  });

  it('400: sums over more days than a year holds', async () => {
    expect((await admin.call('GET /spend/logs?start_date=2020-01-01&end_date=2026-01-01')).status).toBe(400);
  });

  it.each([
    ['page_size=1001', 'less_than_equal', 'page_size'],
    ['page=0', 'greater_than_equal', 'page'],
    ['summarize=maybe', 'bool_parsing', 'summarize'],
  ])('422: %s', async (query, type, field) => {
    expect(await admin.call(`GET /spend/logs?${query}`)).toMatchObject({
      status: 422,
      body: { detail: [{ type, loc: ['query', field] }] },
    });
  });
});
