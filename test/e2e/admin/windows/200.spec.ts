import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Shown {
  readonly budget_duration: string | null;
  readonly budget_reset_at: string | null;
  readonly budget_time_zone?: string;
  readonly budget_anchor?: string;
}

/** Who can hold a budget: made and changed over the API, and read back as `/…/info` shows it. */
interface Holder {
  readonly make: (admin: TestAdmin, window: object) => Promise<string>;
  readonly change: (admin: TestAdmin, id: string, window: object) => Promise<void>;
  readonly read: (admin: TestAdmin, id: string) => Promise<Shown>;
}

async function done<Body>(admin: TestAdmin, route: string, body?: object): Promise<Body> {
  const answer = await admin.call<Body>(route, body === undefined ? {} : { body });
  if (answer.status !== 200) throw new Error(`${route}: ${JSON.stringify(answer)}`);
  return answer.body;
}

const tableOf = ({ litellm_budget_table: shown }: { readonly litellm_budget_table: Shown }): Shown => shown;

const HOLDERS: Readonly<Record<string, Holder>> = {
  key: {
    make: async (admin, window) => (await admin.makeKey({ max_budget: 1, ...window })).hash,
    change: (admin, key, window) => done(admin, 'POST /key/update', { key, ...window }),
    read: async (admin, key) => (await done<{ info: Shown }>(admin, `GET /key/info?key=${key}`)).info,
  },
  team: {
    make: async (admin, window) =>
      (await done<{ team_id: string }>(admin, 'POST /team/new', { max_budget: 1, ...window })).team_id,
    change: (admin, team_id, window) => done(admin, 'POST /team/update', { team_id, ...window }),
    read: async (admin, id) => (await done<{ team_info: Shown }>(admin, `GET /team/info?team_id=${id}`)).team_info,
  },
  user: {
    make: async (admin, window) => {
      const body = { max_budget: 1, auto_create_key: false, ...window };
      return (await done<{ user_id: string }>(admin, 'POST /user/new', body)).user_id;
    },
    change: (admin, user_id, window) => done(admin, 'POST /user/update', { user_id, ...window }),
    read: (admin, id) => done<Shown>(admin, `GET /v2/user/info?user_id=${id}`),
  },
  member: {
    make: async (admin, window) => {
      const team_id = await admin.makeTeam();
      const member = { role: 'user', user_id: `member-of-${team_id}` };
      await done(admin, 'POST /team/member_add', { team_id, member, max_budget_in_team: 1, ...window });
      return team_id;
    },
    change: (admin, team_id, window) =>
      done(admin, 'POST /team/member_update', { team_id, user_id: `member-of-${team_id}`, ...window }),
    read: async (admin, id) => {
      const { team_memberships: members } = await done<{
        team_memberships: readonly { litellm_budget_table: Shown }[];
      }>(admin, `GET /team/info?team_id=${id}`);
      return members[0]?.litellm_budget_table ?? { budget_duration: null, budget_reset_at: null };
    },
  },
  'budget by id': {
    make: (admin, window) => admin.makeBudget({ max_budget: 1, ...window }),
    change: (admin, budget_id, window) => done(admin, 'POST /budget/update', { budget_id, ...window }),
    read: async (admin, id) => {
      const [budget] = await done<readonly Shown[]>(admin, 'POST /budget/info', { budgets: [id] });
      return budget ?? { budget_duration: null, budget_reset_at: null };
    },
  },
  organization: {
    make: async (admin, window) => {
      const body = { organization_alias: 'windows', max_budget: 1, ...window };
      return (await done<{ organization_id: string }>(admin, 'POST /organization/new', body)).organization_id;
    },
    change: (admin, organization_id, window) =>
      done(admin, 'PATCH /organization/update', { organization_id, ...window }),
    read: async (admin, id) => tableOf(await done(admin, `GET /organization/info?organization_id=${id}`)),
  },
  project: {
    make: async (admin, window) => {
      const body = { team_id: await admin.makeTeam(), max_budget: 1, ...window };
      return (await done<{ project_id: string }>(admin, 'POST /project/new', body)).project_id;
    },
    change: (admin, project_id, window) => done(admin, 'POST /project/update', { project_id, ...window }),
    read: async (admin, id) => tableOf(await done(admin, `GET /project/info?project_id=${id}`)),
  },
  customer: {
    make: (admin, window) => admin.makeCustomer({ max_budget: 1, ...window }),
    change: (admin, user_id, window) => done(admin, 'POST /customer/update', { user_id, ...window }),
    read: async (admin, id) => tableOf(await done(admin, `GET /customer/info?end_user_id=${id}`)),
  },
};

/** Now, what is set, and when LiteLLM's user sees the budget reset. */
const RESETS: readonly (readonly [string, object, string])[] = [
  ['2026-03-28T23:30:00Z', { budget_duration: '1d', budget_time_zone: 'Europe/Berlin' }, '2026-03-29T22:00:00.000Z'],
  ['2026-10-25T22:30:00Z', { budget_duration: '1d', budget_time_zone: 'Europe/Berlin' }, '2026-10-25T23:00:00.000Z'],
  ['2026-03-08T06:30:00Z', { budget_duration: '1d', budget_time_zone: 'America/New_York' }, '2026-03-09T04:00:00.000Z'],
  [
    '2026-11-01T04:30:00Z',
    { budget_duration: '24h', budget_time_zone: 'America/New_York' },
    '2026-11-02T05:00:00.000Z',
  ],
  ['2026-10-31T12:00:00Z', { budget_duration: '7d', budget_time_zone: 'America/New_York' }, '2026-11-02T05:00:00.000Z'],
  ['2028-02-29T12:00:00Z', { budget_duration: '30d', budget_time_zone: 'Asia/Tokyo' }, '2028-02-29T15:00:00.000Z'],
  [
    '2027-02-10T12:00:00Z',
    { budget_duration: '1mo', budget_anchor: '2026-12-31T08:00:00Z' },
    '2027-02-28T08:00:00.000Z',
  ],
  [
    '2027-03-01T12:00:00Z',
    { budget_duration: '1mo', budget_anchor: '2026-12-31T08:00:00Z' },
    '2027-03-31T08:00:00.000Z',
  ],
  [
    '2026-10-24T12:00:00Z',
    { budget_duration: '2d', budget_time_zone: 'Europe/Berlin', budget_anchor: '2026-10-24T09:00:00+02:00' },
    '2026-10-26T08:00:00.000Z',
  ],
  // without a zone it is the budget's, also across a change of its clocks
  [
    '2026-10-24T12:00:00Z',
    { budget_duration: '2d', budget_time_zone: 'Europe/Berlin', budget_anchor: '2026-10-24T09:00:00' },
    '2026-10-26T08:00:00.000Z',
  ],
];

describe.each(Object.entries(HOLDERS))('the windows of a %s', (_name, holder) => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ timeZone: 'Europe/Berlin' });
  });
  afterAll(() => admin.close());

  const goTo = (now: string): void => admin.clock.advance(Date.parse(now) - admin.clock.now());

  it.each(RESETS)(
    'at %s with %p reset at %s, when they are made so and when they are changed so',
    async (now, window, reset) => {
      goTo(now);
      const utc = { budget_time_zone: 'UTC', ...window };
      const made = await holder.make(admin, utc);
      expect((await holder.read(admin, made)).budget_reset_at).toBe(reset);
      const changed = await holder.make(admin, { budget_duration: '1h' });
      await holder.change(admin, changed, utc);
      expect((await holder.read(admin, changed)).budget_reset_at).toBe(reset);
    },
  );

  it('follow the operator’s zone where they name none, and show a zone and an anchor that LiteLLM does not know', async () => {
    goTo('2026-06-17T12:00:00Z');
    const id = await holder.make(admin, { budget_duration: '7d' });
    const usual = { budget_reset_at: '2026-06-21T22:00:00.000Z', budget_time_zone: 'Europe/Berlin' };
    const shown = await holder.read(admin, id);
    expect(shown).toMatchObject(usual);
    expect(shown).not.toHaveProperty('budget_anchor');
    const anchor = { budget_duration: '7d', budget_anchor: '2026-06-18T10:00:00.000Z' };
    await holder.change(admin, id, anchor);
    expect(await holder.read(admin, id)).toMatchObject({ ...anchor, budget_reset_at: '2026-06-18T10:00:00.000Z' });
    await holder.change(admin, id, { ...anchor, budget_anchor: '2026-06-18 12:00' });
    expect(await holder.read(admin, id)).toMatchObject({ ...anchor, budget_reset_at: '2026-06-18T10:00:00.000Z' });
    await holder.change(admin, id, { budget_time_zone: 'UTC' });
    const calendar = await holder.read(admin, id);
    expect(calendar.budget_reset_at).toBe('2026-06-22T00:00:00.000Z');
    expect(calendar).not.toHaveProperty('budget_time_zone');
  });

  it.each([
    { budget_time_zone: 'Europe/Nowhere' },
    { budget_time_zone: '' },
    { budget_duration: '1d', budget_anchor: 'soon' },
    { budget_anchor: '2026-01-01' },
  ])('are not changed by %p', async (window) => {
    const id = await holder.make(admin, { budget_duration: '7d' });
    const before = await holder.read(admin, id);
    await expect(holder.change(admin, id, window)).rejects.toThrow('"status":400');
    expect(await holder.read(admin, id)).toEqual(before);
  });
});
