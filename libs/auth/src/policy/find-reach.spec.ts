import { ANONYMOUS_KEY_ID, MASTER_KEY_ID, type Principal, type UserRole } from '@tollgate/canonical';
import { findReach, NO_REACH } from './find-reach.js';
import { NO_MEMBERSHIPS, type Memberships } from './memberships.port.js';
import { PERMISSIONS } from './policy.js';

const PLAIN: Principal = {
  kind: 'key',
  keyId: 'key-1',
  keyHash: 'f'.repeat(64),
  role: 'internal_user',
  models: [],
  teamModels: [],
  aliases: {},
  allowedRoutes: [],
  blocked: false,
  scopes: [],
  tags: [],
  metadata: {},
};
const ofUser = (role: UserRole): Principal => ({ ...PLAIN, userId: 'user-1', role });
const MASTER: Principal = { ...PLAIN, kind: 'master', keyId: MASTER_KEY_ID, role: 'proxy_admin' };
const ANONYMOUS: Principal = { ...PLAIN, kind: 'anonymous', keyId: ANONYMOUS_KEY_ID };

const nothing = NO_REACH;
const IN_TEAMS: Memberships = {
  teams: [
    { id: 'led', role: 'admin', permissions: [], limited: false },
    { id: 'open', role: 'user', permissions: ['/key/list'], limited: false },
    { id: 'shut', role: 'user', permissions: ['/key/info'], limited: false },
  ],
  organizations: [],
};

describe('findReach', () => {
  it.each(PERMISSIONS)(
    '%s: everything for the master key and, but for what is its alone, for a proxy admin, nothing for --no-auth',
    (permission) => {
      const ofAdmin = permission === 'spend:reset' ? undefined : { kind: 'all' };
      expect(findReach(MASTER, NO_MEMBERSHIPS, permission)).toEqual({ kind: 'all' });
      expect(findReach(ofUser('proxy_admin'), NO_MEMBERSHIPS, permission)).toEqual(ofAdmin);
      expect(findReach(ANONYMOUS, NO_MEMBERSHIPS, permission)).toBeUndefined();
    },
  );

  it('gives a key of nobody what it may do with itself, and no user role', () => {
    expect(findReach(PLAIN, NO_MEMBERSHIPS, 'key:read')).toEqual({ ...nothing, keyIds: ['key-1'] });
    expect(findReach(PLAIN, NO_MEMBERSHIPS, 'key:list')).toBeUndefined();
  });

  it.each(['internal_user', 'internal_user_viewer'] as const)('keeps an %s to what is the user’s own', (role) => {
    expect(findReach(ofUser(role), NO_MEMBERSHIPS, 'key:list')).toEqual({ ...nothing, userIds: ['user-1'] });
    expect(findReach(ofUser(role), NO_MEMBERSHIPS, 'key:block')).toBeUndefined();
  });

  it('takes a member to his own keys in a team that lets him, and a user to his own keys outside of teams', () => {
    const open: Memberships = {
      teams: [{ id: 'open', role: 'user', permissions: ['/key/generate'], limited: false }, ...IN_TEAMS.teams.slice(2)],
      organizations: [],
    };
    expect(findReach(ofUser('internal_user'), open, 'key:create')).toEqual({
      ...nothing,
      personalOf: ['user-1'],
      memberships: [{ teamId: 'open', userId: 'user-1' }],
    });
    expect(findReach(ofUser('internal_user_viewer'), NO_MEMBERSHIPS, 'key:create')).toBeUndefined();
  });

  it('lets a viewer read everything and write nothing', () => {
    const viewer = ofUser('proxy_admin_viewer');
    const reached = PERMISSIONS.filter((permission) => findReach(viewer, NO_MEMBERSHIPS, permission)?.kind === 'all');
    expect(reached.filter((permission) => !/:(read|list|report|search)$|^activity:/.test(permission))).toEqual([]);
    expect(reached).toContain('spend:read');
  });

  it('adds the teams that the user leads, and those that give their members the permission', () => {
    expect(findReach(ofUser('internal_user'), IN_TEAMS, 'key:list')).toEqual({
      ...nothing,
      userIds: ['user-1'],
      teamIds: ['led', 'open'],
    });
  });

  it('takes an admin of an organization to its teams, and a plain member nowhere', () => {
    const memberships: Memberships = {
      teams: [],
      organizations: [
        { id: 'org-1', role: 'org_admin', teamIds: ['a', 'b'] },
        { id: 'org-2', role: 'internal_user', teamIds: ['c'] },
      ],
    };
    expect(findReach(ofUser('internal_user_viewer'), memberships, 'key:list')).toEqual({
      ...nothing,
      userIds: ['user-1'],
      teamIds: ['a', 'b'],
      organizationIds: ['org-1'],
    });
  });
});
