import { MEMORY_ROUTES, ROUTES, askable, bodyOf, callOf } from '../support/routes.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('503 on every admin route', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
    await admin.loseDatabase();
  });
  afterAll(() => admin.close());

  it.each(ROUTES.filter((route) => !MEMORY_ROUTES.includes(route)))(
    '%s: while the database cannot be asked, with a time to try again',
    async (route) => {
      const answer = await admin.call(askable(callOf(route)), { body: bodyOf(route) });
      expect(answer).toMatchObject({ status: 503, body: { error: { type: 'service_unavailable', code: '503' } } });
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(JSON.stringify(answer.body)).not.toContain('test_');
    },
  );

  it.each(MEMORY_ROUTES)('%s: only for a key that is not in memory', async (route) => {
    const body = bodyOf(route);
    // 404: it is asked for a model that is not there; 400: no team is open to all; 422: no service is named; 503: for a cache, which is nowhere
    expect(
      / \/cache\/(?!settings)|POST \/cache\/(?!settings\/test)/.test(route) ? [503] : [200, 400, 404, 422],
    ).toContain((await admin.call(callOf(route), { body })).status);
    expect((await admin.call(callOf(route), { key: 'sk-unseen-0123456789', body })).status).toBe(503);
  });

  it('a key that is not in memory is not called invalid', async () => {
    expect((await admin.call('GET /key/info', { key: 'sk-unseen-0123456789' })).status).toBe(503);
  });
});
