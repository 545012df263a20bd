import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/{key}/reset_spend', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const reset = (key: string, reset_to: unknown, by?: string) =>
    admin.call(`POST /key/${key}/reset_spend`, { ...(by !== undefined && { key: by }), body: { reset_to } });

  it('brings the shown spend down by an entry of the ledger, and tells what it was', async () => {
    const key = await admin.makeKey({ max_budget: 10 });
    await admin.spend(key.id, 0, 7_000_000_000n);
    expect(await reset(key.hash, 2)).toMatchObject({
      status: 200,
      body: { key_hash: key.hash, spend: 2, previous_spend: 7, max_budget: 10 },
    });
    expect(await admin.ledgerEntriesOf(key.id)).toEqual([
      { kind: 'reset', amount_nano: '-5000000000', actor_id: 'default_user_id', reason: 'spend reset' },
    ]);
    expect(await admin.auditOf(key.hash)).toContainEqual(
      expect.objectContaining({ before: { spendNano: '7000000000' }, after: { spendNano: '2000000000' } }),
    );
  });

  it.each([
    [8, 400],
    [-1, 400],
    ['NaN', 400],
    [null, 422],
    ['much', 422],
  ])('to %j is refused (%i), and nothing changes', async (to, status) => {
    const key = await admin.makeKey();
    await admin.spend(key.id, 0, 7_000_000_000n);
    const before = await admin.epoch();
    expect((await reset(key.hash, to)).status).toBe(status);
    expect(await admin.epoch()).toBe(before);
  });

  it('is a proxy admin’s alone, and 404 for a key that is not there', async () => {
    const lead = await admin.makeUserKey('internal_user');
    const team = await admin.makeTeam();
    await admin.addMember(team, lead.userId, 'admin');
    const key = await admin.makeKey({ team_id: team });
    expect((await reset(key.hash, 0, lead.secret)).status).toBe(401);
    expect((await reset('sk-absent-0123456789', 0)).status).toBe(404);
    expect((await reset('a%00b', 0)).status).toBe(422);
  });
});
