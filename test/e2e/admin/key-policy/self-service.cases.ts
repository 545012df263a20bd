import { settings } from '../../../../libs/catalog/src/test-doubles.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

const DAY_MS = 86_400_000;
const BOUNDS = { max_budget: 100, budget_duration: '30d', duration: '90d', rpm_limit: 60 } as const;

describe('keys that people make with theirs, under upper bounds', () => {
  let admin: TestAdmin;
  let userId: string;

  beforeAll(async () => {
    const { admin: own } = settings([]);
    admin = await startAdmin({ admin: { ...own, keys: { ...own.keys, bounds: BOUNDS } } });
    userId = (await admin.makeUserKey('internal_user')).userId;
  });
  afterAll(() => admin.close());

  const make = (by: MadeKey, body: object) =>
    admin.call<{ readonly token: string }>('POST /key/generate', { key: by.secret, body });
  const madeWith = async (by: MadeKey, body: object): Promise<Readonly<Record<string, unknown>>> => {
    const made = await make(by, body);
    expect([made.status, made.body]).toMatchObject([200, {}]);
    const { body: answer } = await admin.call(`GET /key/info?key=${made.body.token}`);
    return answer['info'] as Readonly<Record<string, unknown>>;
  };
  const endOf = ({ expires }: Readonly<Record<string, unknown>>): number => Date.parse(String(expires));
  /** A key as it was before there were bounds. */
  const olderKey = async (maxNano: bigint, duration: string | null): Promise<MadeKey> => {
    const key = await admin.makeKey({ user_id: userId });
    const values = [key.id, String(maxNano), duration];
    await admin.query(
      'UPDATE tollgate.virtual_key SET max_budget_nano = $2, budget_duration = $3, expires_at = NULL WHERE id = $1::uuid',
      values,
    );
    await admin.call('POST /key/update', { body: { key: key.hash, metadata: { seen: true } } });
    return key;
  };

  it.each([[{}], [{ duration: null, max_budget: null }], [{ key_alias: 'said nothing of limits' }]])(
    'hold what was not said through the calling key: %j',
    async (said) => {
      const key = await admin.makeKey({ user_id: userId, max_budget: 0.05, rpm_limit: 7 });
      admin.clock.advance(DAY_MS);
      const info = await madeWith(key, said);
      expect(info).toMatchObject({ max_budget: null, budget_duration: null, rpm_limit: 7, bound_by: [key.id] });
      expect(endOf(info)).toBe(admin.clock.now() + 89 * DAY_MS);
    },
  );

  it('are bounded where the calling key is not, and end no later than it', async () => {
    const key = await olderKey(500_000_000_000n, '30d');
    const info = await madeWith(key, {});
    expect(info).toMatchObject({ max_budget: 100, budget_duration: '30d', rpm_limit: 60 });
    expect(endOf(info)).toBe(admin.clock.now() + 90 * DAY_MS);
  });

  it('have the smaller sum, once, under a budget that never comes again', async () => {
    expect(await madeWith(await olderKey(500_000_000_000n, null), {})).toMatchObject({
      max_budget: 100,
      budget_duration: null,
    });
    const small = await olderKey(5_000_000_000n, null);
    expect(await madeWith(small, { max_budget: 3 })).toMatchObject({ max_budget: 3, budget_duration: null });
    expect(await madeWith(small, { budget_duration: '1d' })).toMatchObject({ max_budget: null });
  });

  it('are refused what was said beyond the calling key, or beyond the bounds', async () => {
    const key = await admin.makeKey({ user_id: userId, max_budget: 5, rpm_limit: 7, duration: '1d' });
    for (const [param, value] of [
      ['max_budget', 6],
      ['rpm_limit', 8],
      ['duration', '2d'],
    ] as const)
      expect(await make(key, { [param]: value })).toMatchObject({ status: 403, body: { error: { param } } });
    const old = await olderKey(500_000_000_000n, '30d');
    expect(await make(old, { max_budget: 101 })).toMatchObject({ status: 400 });
    expect(await make(old, { duration: '91d' })).toMatchObject({ status: 400 });
  });

  it('of a team end when it says, where nothing was said', async () => {
    const { body } = await admin.call('POST /team/new', {
      body: { team_member_key_duration: '1h', team_member_permissions: ['/key/generate'] },
    });
    const team_id = String(body['team_id']);
    await admin.addMember(team_id, userId, 'user');
    const key = await admin.makeKey({ user_id: userId, team_id });
    expect(endOf(await madeWith(key, { team_id }))).toBe(admin.clock.now() + 3_600_000);
    expect((await make(key, { team_id, duration: '2h' })).status).toBe(403);
  });
});
