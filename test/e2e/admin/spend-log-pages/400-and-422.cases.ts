import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const RANGE = 'start_date=2026-05-01&end_date=2026-05-02';

describe('GET /spend/logs/v2: 400 and 422', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it.each([
    ['start_date=x&end_date=y', "Invalid date format: x. Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'"],
    ['start_date=2026-05-01&end_date=y', "Invalid date format: y. Expected: 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'"],
    ['start_date=2026-05-01', 'Start date and end date are required'],
    ['end_date=2026-05-01', 'Start date and end date are required'],
    [`${RANGE}&min_spend=nan`, 'min_spend is no amount of dollars: NaN'],
    [`${RANGE}&max_spend=1e300`, 'max_spend is no amount of dollars: 1e+300'],
  ])('400: %s', async (query, message) => {
    expect(await admin.call(`GET /spend/logs/v2?${query}`)).toMatchObject({
      status: 400,
      body: { error: { message, code: '400' } },
    });
  });

  it.each([
    ['page=0', 'greater_than_equal', 'page'],
    ['page_size=1001', 'less_than_equal', 'page_size'],
    ['page_size=many', 'int_parsing', 'page_size'],
    ['min_spend=much', 'float_parsing', 'min_spend'],
    ['status_filter=maybe', 'enum', 'status_filter'],
  ])('422: %s', async (query, type, field) => {
    expect(await admin.call(`GET /spend/logs/v2?${RANGE}&${query}`)).toMatchObject({
      status: 422,
      body: { detail: [{ type, loc: ['query', field] }] },
    });
  });
});
