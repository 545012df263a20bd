import fc from 'fast-check';
import type { AdminAnswer } from '../support/call-admin.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

/** Who works together: they share every secret that one of them comes to know. */
const HOLDERS = ['organizer', 'keeper', 'trusted', 'member', 'viewer', 'reader'] as const;
/** Whom they would like to be: they take him in, and he becomes an admin of all some day. */
const VICTIMS = ['victim', 'boss'] as const;
const NEWCOMERS = ['new-1', 'new-2'] as const;

type Person = (typeof HOLDERS | typeof VICTIMS | typeof NEWCOMERS)[number];

/** With one of the keys at hand (counted round), or by an admin of all where it says so. */
interface Step {
  readonly action:
    | 'make-key'
    | 'make-service-key'
    | 'renew-key'
    | 'change-key'
    | 'delete-key'
    | 'join-team'
    | 'change-member'
    | 'leave-team'
    | 'join-organization'
    | 'permit'
    | 'make-team'
    | 'invite'
    | 'raise'
    | 'lower';
  readonly by: number;
  readonly key: number;
  readonly who: Person;
  readonly team: 'led' | 'open' | 'foreign' | undefined;
  readonly role: 'admin' | 'user';
  readonly more: object;
}

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom<Step['action'][]>(
    ...(['make-key', 'make-key', 'make-service-key', 'renew-key', 'change-key', 'change-key', 'delete-key'] as const),
    ...(['join-team', 'join-team', 'change-member', 'leave-team', 'join-organization', 'permit'] as const),
    ...(['make-team', 'invite', 'invite', 'raise', 'lower'] as const),
  ),
  // those who keep an organization or a team begin most
  by: fc.oneof({ arbitrary: fc.constantFrom(0, 1), weight: 2 }, { arbitrary: fc.nat(30), weight: 3 }),
  key: fc.nat(30),
  who: fc.constantFrom(...HOLDERS, ...VICTIMS, ...VICTIMS, ...NEWCOMERS, ...NEWCOMERS),
  team: fc.constantFrom('led', 'led', 'open', 'foreign', undefined),
  role: fc.constantFrom('admin', 'user'),
  more: fc.constantFrom({}, {}, { models: ['claude'] }, { models: [] }, { max_budget: 9 }, { max_budget: null }),
});

/** A keeper makes a key in the name of who becomes an admin of all, and it is asked for what he may. */
const TAKEN_IN: Step[] = (['make-key', 'raise'] as const).map((action) => ({
  ...{ action, by: 1, key: 0, who: 'victim', team: 'led', role: 'user', more: {} },
}));

/** A keeper with a key that is held back gives more money to one of the team's keys, which spends beside his. */
const GIVEN_AWAY: Step[] = [
  { action: 'change-key', by: 1, key: 9, who: 'member', team: 'led', role: 'user', more: { max_budget: 9 } },
];

interface Restriction {
  readonly models?: readonly string[];
  readonly max_budget?: number;
}

/** What holds back all of their keys. */
const held = fc.constantFrom<Restriction>(
  {},
  {},
  { models: ['gpt-4o'] },
  { max_budget: 5 },
  { models: ['gpt-4o'], max_budget: 5 },
);

interface Credential {
  readonly key?: string;
  readonly cookie?: string;
}

const TEAM_KEY_BUDGET = 3;

class World {
  readonly ids = new Map<Person, string>();
  readonly teams = new Map<string, string>();
  readonly credentials: Credential[] = [];
  /** Tokens of the keys that steps change: theirs, those that they made, and those of others. */
  readonly tokens: string[] = [];
  readonly made: string[] = [];
  organization = '';
  foreignKey!: MadeKey;
  /** Of their own team, made by an admin of all. */
  teamKey!: MadeKey;
  bossKey!: MadeKey;

  constructor(private readonly admin: TestAdmin) {}

  async begin(restriction: object): Promise<void> {
    const { admin } = this;
    this.organization = await admin.makeOrganization();
    const inOwn = { organization_id: this.organization };
    const permissions = ['/key/generate', '/key/update', '/key/regenerate', '/key/service-account/generate'];
    for (const [name, settings] of [
      ['led', inOwn],
      ['open', { ...inOwn, team_member_permissions: permissions }],
      ['foreign', {}],
    ] as const)
      this.teams.set(name, String((await admin.call('POST /team/new', { body: settings })).body['team_id']));
    const roles = { viewer: 'proxy_admin_viewer', reader: 'internal_user_viewer', boss: 'proxy_admin' } as const;
    for (const name of [...HOLDERS, ...VICTIMS]) {
      const isHeld = HOLDERS.some((holder) => holder === name);
      const key = await admin.makeUserKey(name in roles ? roles[name as keyof typeof roles] : 'internal_user', {
        ...(isHeld && restriction),
      });
      this.ids.set(name, key.userId);
      if (isHeld) this.know(key.secret, key.hash);
      else this.tokens.push(key.hash);
      if (name === 'boss') this.bossKey = key;
    }
    for (const name of NEWCOMERS) this.ids.set(name, `${name}-${admin.newId()}`);
    const [led, open] = [this.teamId('led'), this.teamId('open')];
    await admin.addToOrganization(this.organization, this.idOf('organizer'), 'org_admin');
    for (const name of ['victim', 'boss', 'member'] as const) await admin.addMember(led, this.idOf(name), 'user');
    await admin.addMember(led, this.idOf('keeper'), 'admin');
    for (const name of ['trusted', 'viewer'] as const) await admin.addMember(open, this.idOf(name), 'user');
    this.foreignKey = await admin.makeKey({ team_id: this.teamId('foreign') });
    this.teamKey = await admin.makeKey({ team_id: led, max_budget: TEAM_KEY_BUDGET });
    this.tokens.push(this.foreignKey.hash, this.teamKey.hash);
  }

  idOf(name: Person): string {
    return this.ids.get(name) ?? name;
  }

  teamId(name: string): string {
    return this.teams.get(name) ?? name;
  }

  async take(each: Step): Promise<void> {
    const user_id = this.idOf(each.who);
    const at = each.team === undefined ? {} : { team_id: this.teamId(each.team) };
    const key = this.tokens[each.key % this.tokens.length];
    const team_id = this.teamId(each.team ?? 'led');
    const member = { role: each.role, user_id };
    switch (each.action) {
      case 'make-key':
        return this.learn(await this.ask(each, 'POST /key/generate', { user_id, ...at, ...each.more }));
      case 'make-service-key':
        return this.learn(await this.ask(each, 'POST /key/service-account/generate', { team_id, ...each.more }));
      case 'renew-key':
        return this.learn(await this.ask(each, 'POST /key/regenerate', { key, ...each.more }), false);
      case 'change-key':
        return void (await this.ask(each, 'POST /key/update', { key, user_id, ...at, ...each.more }));
      case 'delete-key':
        return void (await this.ask(each, 'POST /key/delete', { keys: [key] }));
      case 'join-team':
        return void (await this.ask(each, 'POST /team/member_add', { team_id, member }));
      case 'change-member':
        return void (await this.ask(each, 'POST /team/member_update', { team_id, ...member }));
      case 'leave-team':
        return void (await this.ask(each, 'POST /team/member_delete', { team_id, user_id }));
      case 'join-organization': {
        const role = each.role === 'admin' ? 'org_admin' : 'internal_user';
        const body = { organization_id: this.organization, member: { role, user_id } };
        return void (await this.ask(each, 'POST /organization/member_add', body));
      }
      case 'permit': {
        const body = { team_id, team_member_permissions: ['/key/generate', '/key/update'] };
        return void (await this.ask(each, 'POST /team/permissions_update', body));
      }
      case 'make-team':
        return void (await this.ask(each, 'POST /team/new', { organization_id: this.organization, ...each.more }));
      case 'invite':
        return this.accept(user_id, await this.ask(each, 'POST /invitation/new', { user_id }));
      case 'raise':
      case 'lower': {
        const user_role = each.action === 'raise' ? 'proxy_admin' : 'internal_user';
        await this.admin.call('POST /user/update', { body: { user_id: this.idOf('victim'), user_role } });
      }
    }
  }

  call(credential: Credential, route: string, body?: object) {
    const { key = null, cookie } = credential;
    const headers = cookie === undefined ? {} : { cookie, 'sec-fetch-site': 'same-origin' };
    return this.admin.call(route, { key, headers, ...(body !== undefined && { body }) });
  }

  private ask(each: Step, route: string, body: object) {
    return this.call(this.credentials[each.by % this.credentials.length] ?? {}, route, body);
  }

  private know(secret: string, token: string): void {
    this.credentials.push({ key: secret });
    this.tokens.push(token);
  }

  /** Whoever makes a key, or renews one, knows it. */
  private learn({ status, body }: AdminAnswer, isMade = true): void {
    if (status !== 200) return;
    this.know(String(body['key']), String(body['token']));
    if (isMade) this.made.push(String(body['token']));
  }

  private async accept(user_id: string, { status, body }: AdminAnswer): Promise<void> {
    if (status !== 200) return;
    const claim = { invitation_link: String(body['id']), user_id, password: 'correct horse battery' };
    const claimed = await this.admin.call('POST /onboarding/claim_token', { key: null, body: claim });
    const cookie = claimed.headers.get('set-cookie')?.split(';')[0];
    if (claimed.status === 200 && cookie !== undefined) this.credentials.push({ cookie });
  }
}

/** What none of them was given: with whatever they have come to hold, none of this is served. */
function forbidden(world: World): readonly (readonly [string, object?])[] {
  const foreign = { team_id: world.teamId('foreign') };
  return [
    ['POST /user/new', { user_role: 'proxy_admin' }],
    ['POST /budget/new', {}],
    ['POST /config/update', { general_settings: { idle_timeout: 60 } }],
    ['POST /user/update', { user_id: world.idOf('member'), user_role: 'proxy_admin' }],
    ['POST /team/update', { ...foreign, team_alias: 'x' }],
    ['POST /team/member_add', { ...foreign, member: { role: 'admin', user_id: world.idOf('keeper') } }],
    ['POST /key/generate', foreign],
    ['POST /key/generate', { user_id: world.idOf('boss') }],
    ['POST /key/regenerate', { key: world.bossKey.hash }],
    ['POST /key/regenerate', { key: world.foreignKey.hash }],
    ['POST /key/update', { key: world.foreignKey.hash, max_budget: 1 }],
    ['POST /key/delete', { keys: [world.bossKey.hash] }],
  ];
}

describe('people of every role who work together, by any sequence of calls', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const infoOf = async (token: string) =>
    (await admin.call<{ info: Readonly<Record<string, unknown>> }>(`GET /key/info?key=${token}`)).body.info;

  /** By its id: the steps give it new secrets. Of a key that was deleted, what it had. */
  const budgetOf = async ({ id }: MadeKey) => (await infoOf(id))['max_budget'];

  it('hold nothing in the end that none of them held or was given by who stands above', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(held, fc.array(step, { minLength: 10, maxLength: 18 }), async (restriction, steps) => {
        const world = new World(admin);
        await world.begin(restriction);
        for (const each of steps) await world.take(each);
        made += world.made.length;
        await admin.call('POST /user/update', { body: { user_id: world.idOf('victim'), user_role: 'proxy_admin' } });
        const asked = world.credentials.flatMap((credential) =>
          forbidden(world).map(async ([route, body]) => {
            const { status } = await world.call(credential, route, body);
            return [401, 403, 404].includes(status) ? [] : [[route, status, credential]];
          }),
        );
        const served = (await Promise.all(asked)).flat();
        expect(served).toEqual([]);
        for (const token of world.made) judge(await infoOf(token), restriction);
        if (restriction.max_budget !== undefined) expect(await budgetOf(world.teamKey)).toBe(TEAM_KEY_BUDGET);
      }),
      {
        numRuns: 5,
        endOnFailure: true,
        examples: [
          [{}, TAKEN_IN],
          [{ max_budget: 5 }, GIVEN_AWAY],
        ],
      },
    );
    expect(made).toBeGreaterThan(0);
    const free = new World(admin);
    await free.begin({});
    for (const each of GIVEN_AWAY) await free.take(each);
    expect(await budgetOf(free.teamKey)).toBe(9);
  }, 240_000);
});

/** Of a key that was made with theirs: its models are of theirs, and their limits hold for it. */
function judge(info: Readonly<Record<string, unknown>>, restriction: Restriction): void {
  if (info['status'] === 'deleted') return;
  if (restriction.models !== undefined) expect(info['models']).toEqual(restriction.models);
  if (restriction.max_budget !== undefined) expect(info).toHaveProperty('bound_by');
}
