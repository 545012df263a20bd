import { ROUTES } from '@apps/gateway';
import { callGateway, describeAt } from '../../support/gateway/index.js';

const GUARDED = ROUTES.filter(({ access }) => access !== 'public');
const PUBLIC = ROUTES.filter(({ access }) => access === 'public');

describeAt(
  'everything set',
  'every row of the route table',
  () => ({}),
  (gateway) => {
    const call = (method: string, path: string, options: object) =>
      callGateway(gateway(), `${method} ${path.replace('{model}', 'mock%2Fecho')}`, options);
    const bodyOf = (method: string) =>
      method === 'POST'
        ? { body: { model: 'mock/echo', max_tokens: 5, messages: [{ role: 'user', content: 'x' }] } }
        : {};

    it('is either public or asks who is calling', () => {
      expect(GUARDED.length).toBeGreaterThanOrEqual(8);
      expect(PUBLIC.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /health/liveliness',
        'GET /health/liveness',
        'GET /health/readiness',
        'HEAD /',
      ]);
    });

    it.each(GUARDED)('answers 401 to nobody and to a stranger: $method $path', async ({ method, path }) => {
      for (const key of [null, 'sk-stranger-0123456789'])
        expect((await call(method, path, { key, ...bodyOf(method) })).status).toBe(401);
    });

    it.each(GUARDED)('answers 200 to the master key: $method $path', async ({ method, path }) => {
      expect((await call(method, path, bodyOf(method))).status).toBe(200);
    });

    it.each(PUBLIC)('answers 200 to anybody: $method $path', async ({ method, path }) => {
      expect((await call(method, path, { key: null })).status).toBe(200);
    });
  },
);
