import {
  findReach,
  NO_MEMBERSHIPS,
  type Memberships,
  type Permission,
  PERMISSIONS,
  POLICY,
  type PolicyRow,
} from '@tollgate/auth';
import type { Principal, UserRole } from '@tollgate/canonical';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';
import { bodyOf, callOf, ROUTES } from '../support/routes.js';

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>> };

/** Asked for by handlers of other permissions, for what they are told to do. */
const WITHIN: readonly Permission[] = ['key:govern', 'user:govern', 'organization:govern'];

/** Refusals that LiteLLM has words of its own for. */
const OWN_WORDS = {
  team: { status: 403, message: /^You do not have access to this team$/ },
  model: { status: 403, message: /^User does not have permission to make this model call\./ },
  master: { status: 401, message: /, which is only for MASTER KEY$/ },
} as const;

interface Caller {
  readonly name: string;
  readonly role: UserRole;
  readonly memberships: Memberships;
  /** Somebody else than its user knows the key. */
  readonly lent?: true;
  /** Makes the caller as the policy is told of it. */
  make(admin: TestAdmin): Promise<MadeKey & { readonly userId?: string }>;
}

const plain = (role: UserRole): Caller => ({
  name: role,
  role,
  memberships: NO_MEMBERSHIPS,
  make: (admin) => admin.makeUserKey(role),
});

const member = (name: string, teamRole: 'admin' | 'user', permissions: readonly string[]): Caller => ({
  name,
  role: 'internal_user',
  memberships: { teams: [{ id: 'team', role: teamRole, permissions, limited: false }], organizations: [] },
  make: async (admin) => {
    const made = await admin.makeUserKey('internal_user');
    await admin.addMember(await admin.makeTeam(permissions), made.userId, teamRole);
    return made;
  },
});

/** A key that an admin of a team has made for somebody whom he has taken in. */
const lent = (role: UserRole): Caller => ({
  name: `lent key of ${role}`,
  role,
  memberships: { teams: [{ id: 'team', role: 'admin', permissions: [], limited: false }], organizations: [] },
  lent: true,
  make: async (admin) => {
    const [{ userId }, keeper] = [await admin.makeUserKey(role), await admin.makeUserKey('internal_user')];
    const team_id = await admin.makeTeam();
    for (const user of [userId, keeper.userId]) await admin.addMember(team_id, user, 'admin');
    const body = { team_id, user_id: userId };
    const made = await admin.call<{ key: string; token: string }>('POST /key/generate', { key: keeper.secret, body });
    const { info } = (await admin.call<{ info: { id: string } }>(`GET /key/info?key=${made.body.key}`)).body;
    return { id: info.id, secret: made.body.key, hash: made.body.token, userId };
  },
});

const CALLERS: readonly Caller[] = [
  lent('proxy_admin'),
  lent('internal_user'),
  plain('proxy_admin'),
  plain('proxy_admin_viewer'),
  plain('internal_user'),
  plain('internal_user_viewer'),
  member('admin of a team', 'admin', []),
  member('member of a team', 'user', []),
  member('member of a team that gives every permission', 'user', [
    '/key/list',
    '/key/generate',
    '/key/update',
    '/key/delete',
    '/spend/logs',
  ]),
  {
    name: 'key of nobody',
    role: 'internal_user',
    memberships: NO_MEMBERSHIPS,
    make: (admin) => admin.makeKey(),
  },
];

describe('every route is served to whom the policy table grants it, and refused to everybody else', () => {
  let admin: TestAdmin;
  let permissions: ReadonlyMap<string, Permission>;

  beforeAll(async () => {
    admin = await startAdmin();
    const { paths } = (await admin.call<Document>('GET /openapi.json', { key: null })).body;
    permissions = new Map(
      Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, operation]) => {
          const permission = (operation as Readonly<Record<string, unknown>>)['x-tollgate-permission'];
          return permission === undefined ? [] : [[`${method.toUpperCase()} ${path}`, permission as Permission]];
        }),
      ),
    );
  });
  afterAll(() => admin.close());

  it('documents the permission of each route, and has no row in the table that no route asks for', () => {
    expect([...permissions.keys()].sort()).toEqual([...ROUTES].sort());
    expect(PERMISSIONS.filter((permission) => ![...permissions.values()].includes(permission))).toEqual(WITHIN);
  });

  describe.each(CALLERS)('$name', ({ role, memberships, lent: isLent, make }) => {
    let caller: MadeKey & { readonly userId?: string };

    beforeAll(async () => {
      caller = await make(admin);
    });

    it.each(ROUTES)('%s', async (route) => {
      const answer = await admin.call(callOf(route), { key: caller.secret, body: bodyOf(route) });
      const permission = permissions.get(route) ?? 'key:create';
      const principal = { ...principalOf(caller, role), ...(isLent && { lent: true as const }) };
      if (findReach(principal, memberships, permission) !== undefined) {
        expect([401, 403]).not.toContain(answer.status);
        return;
      }
      const message = new RegExp(`Only proxy admin can be used .* Route=${callOf(route).split(' ')[1] ?? ''}\\.`);
      const row: PolicyRow = POLICY[permission];
      const own = row.refusal === undefined ? undefined : OWN_WORDS[row.refusal];
      expect(answer).toMatchObject({
        status: own?.status ?? 401,
        body: { error: { message: expect.stringMatching(own?.message ?? message) as string } },
      });
    });
  });
});

function principalOf({ id, hash, userId }: MadeKey & { readonly userId?: string }, role: UserRole): Principal {
  return {
    kind: 'key',
    keyId: id,
    keyHash: hash,
    role,
    ...(userId === undefined ? {} : { userId }),
    models: [],
    teamModels: [],
    aliases: {},
    allowedRoutes: [],
    blocked: false,
    scopes: [],
    tags: [],
    metadata: {},
  };
}
