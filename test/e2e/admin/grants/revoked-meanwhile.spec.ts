import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Log {
  readonly id: string;
  readonly action: string;
  readonly actor_id: string;
  readonly object_id: string;
}

type Change = (admin: TestAdmin) => Promise<unknown>;

interface Race {
  readonly key: string;
  readonly actor: string;
  readonly asks: readonly [route: string, body: object];
  readonly takeAway: Change;
}

const BEFORE = 10;
const AFTER = 30;

/** Who uses a right again and again, and what takes it from him. */
const RACES: Readonly<Record<string, (admin: TestAdmin) => Promise<Race>>> = {
  'a proxy admin who is one no more': async (admin) => {
    const { secret: key, userId: actor } = await admin.makeUserKey('proxy_admin');
    const body = { user_id: actor, user_role: 'internal_user' };
    const takeAway: Change = () => admin.call('POST /user/update', { body });
    return { key, actor, asks: ['POST /user/new', { user_role: 'proxy_admin', auto_create_key: false }], takeAway };
  },
  'a key that is blocked': async (admin) => {
    const { secret: key, userId: actor } = await admin.makeUserKey('internal_user');
    return {
      key,
      actor,
      asks: ['POST /key/generate', {}],
      takeAway: () => admin.call('POST /key/block', { body: { key } }),
    };
  },
  'a user who is deleted': async (admin) => {
    const { secret: key, userId: actor } = await admin.makeUserKey('internal_user');
    const body = { user_ids: [actor] };
    return { key, actor, asks: ['POST /key/generate', {}], takeAway: () => admin.call('POST /user/delete', { body }) };
  },
  'a member who is taken out of a team': async (admin) => {
    const team_id = await admin.makeTeam();
    const { secret: key, userId: actor } = await admin.makeUserKey('internal_user');
    await admin.addMember(team_id, actor, 'user');
    const permissions = { team_id, team_member_permissions: ['/key/generate'] };
    await admin.call('POST /team/permissions_update', { body: permissions });
    const takeAway: Change = () => admin.call('POST /team/member_delete', { body: { team_id, user_id: actor } });
    return { key, actor, asks: ['POST /key/generate', { team_id, user_id: actor }], takeAway };
  },
  'a member whom an admin of the team makes keys for, and who is taken out': async (admin) => {
    const team_id = await admin.makeTeam();
    const { secret: key, userId: actor } = await admin.makeUserKey('internal_user');
    const { userId: user_id } = await admin.makeUserKey('internal_user');
    await admin.addMember(team_id, actor, 'admin');
    await admin.addMember(team_id, user_id, 'user');
    const takeAway: Change = () => admin.call('POST /team/member_delete', { body: { team_id, user_id } });
    return { key, actor, asks: ['POST /key/generate', { team_id, user_id }], takeAway };
  },
  'a member whom an admin of the team gives a key, and who is taken out': async (admin) => {
    const team_id = await admin.makeTeam();
    const { secret: key, userId: actor } = await admin.makeUserKey('internal_user');
    const { userId: user_id } = await admin.makeUserKey('internal_user');
    await admin.addMember(team_id, actor, 'admin');
    await admin.addMember(team_id, user_id, 'user');
    const given = await admin.makeKey({ team_id });
    const takeAway: Change = () => admin.call('POST /team/member_delete', { body: { team_id, user_id } });
    return { key, actor, asks: ['POST /key/update', { key: given.hash, user_id }], takeAway };
  },
};

describe('a right that is taken away', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const numberOf = ({ id }: Log): number => Number(id);
  const logs = async (query: string): Promise<readonly Log[]> =>
    (await admin.call<{ audit_logs: readonly Log[] }>(`GET /audit?page_size=100&${query}`)).body.audit_logs;

  it.each(Object.keys(RACES))('is used no more once that is written, however many waited for it: %s', async (name) => {
    const { key, actor, asks, takeAway } = (await RACES[name]?.(admin)) ?? fail();
    const [route, body] = asks;
    const ask = async (): Promise<number> => (await admin.call(route, { key, body })).status;
    const answers = Array.from({ length: BEFORE }, ask);
    await answers[0];
    const taken = takeAway(admin);
    answers.push(...Array.from({ length: AFTER }, ask));
    expect(await taken).toMatchObject({ status: 200 });
    const statuses = await Promise.all(answers);
    expect(statuses).toContain(200);
    expect(statuses.filter((status) => ![200, 401, 403, 404, 503].includes(status))).toEqual([]);

    const byMaster = await logs('actor_id=default_user_id&sort_order=desc');
    const last = Math.max(...byMaster.map(numberOf));
    const made = await logs(`actor_id=${actor}`);
    expect(made.length).toBe(statuses.filter((status) => status === 200).length);
    expect(made.map(numberOf).filter((number) => number > last)).toEqual([]);
    expect(await ask()).not.toBe(200);
  });

  it('waits behind a few of those who use it, not behind all', async () => {
    const { secret: key } = await admin.makeUserKey('internal_user');
    const asked = Array.from(
      { length: 100 },
      async () => (await admin.call('POST /key/generate', { key, body: {} })).status,
    );
    await asked[0];
    expect((await admin.call('POST /key/block', { body: { key } })).status).toBe(200);
    const statuses = await Promise.all(asked);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(50);
    expect(statuses.filter((status) => status !== 200).length).toBeGreaterThan(0);
  });
});

function fail(): never {
  throw new Error('no such race');
}
