import { CHANGES, makeChange } from '../support/changes.js';
import { REFUSING_ROUTES, ROUTES } from '../support/routes.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

/** LiteLLM reads with these. */
const READING_POSTS: readonly string[] = [
  'POST /budget/info',
  'POST /cost/estimate',
  'POST /global/spend/end_users',
  'POST /global/spend/refresh',
  'POST /spend/calculate',
  'POST /tag/info',
  'POST /v2/key/info',
  'POST /key/health',
  'POST /organization/info',
  // they find nothing that they could change
  'POST /cache/settings/test',
  'POST /reload/model_cost_map',
  'DELETE /schedule/model_cost_map_reload',
];

interface AuditPage {
  readonly total: number;
  readonly audit_logs: readonly { readonly changed_by: string; readonly actor_id: string }[];
}

describe('every route that changes something', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const audit = async (): Promise<AuditPage> => (await admin.call<AuditPage>('GET /audit?page_size=1')).body;

  it('has a change to be tried with', () => {
    const changing = ROUTES.filter(
      (route) => !route.startsWith('GET') && ![...READING_POSTS, ...REFUSING_ROUTES].includes(route),
    );
    expect(Object.keys(CHANGES).sort()).toEqual(changing.sort());
  });

  it.each(Object.keys(CHANGES))(
    '%s leaves an audit row that names who is behind it, and raises the epoch',
    async (route) => {
      const { path, body } = await makeChange(admin, route);
      const [before, epoch] = [await audit(), await admin.epoch()];
      const headers = { 'litellm-changed-by': `behind ${route}` };
      expect([200, 201, 204]).toContain((await admin.call(path, { body, headers })).status);
      const after = await audit();
      expect(after.total).toBeGreaterThan(before.total);
      expect(after.audit_logs[0]).toMatchObject({ changed_by: `behind ${route}`, actor_id: 'default_user_id' });
      expect(await admin.epoch()).toBe(epoch + 1n);
    },
  );
});
