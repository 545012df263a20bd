/** What a caller of the admin API can be, all at once: a user has one role, and is admin or member of teams and organizations beside it. */
export const ROLES = {
  master_key: 'the master key alone',
  proxy_admin: 'the master key, or a key of a user with this role',
  proxy_admin_viewer: 'a key of a user with this role: reads everything, writes nothing',
  org_admin: 'a key of a user who is an admin of an organization, within it',
  team_admin: 'a key of a user who is an admin of a team, within it',
  team_member: 'a key of a user who is a member of a team that gives its members this permission',
  internal_user: 'a key of a user with this role',
  internal_user_viewer: 'a key of a user with this role',
  key: 'any key, whoever holds it',
} as const;

export type PolicyRole = keyof typeof ROLES;

/** How far a grant reaches. Every query is filtered by it: what lies beyond is not there (404). */
export const SCOPES_OF_GRANTS = {
  all: 'everything',
  organization: 'what belongs to the organization, its teams included',
  team: 'what belongs to the team',
  membership: 'keys of the user in the team',
  user: 'what belongs to the user',
  personal: 'keys of the user that belong to no team',
  key: 'the calling key itself',
} as const;

export type GrantScope = keyof typeof SCOPES_OF_GRANTS;

export interface PolicyRow {
  readonly what: string;
  readonly grants: Partial<Readonly<Record<PolicyRole, GrantScope>>>;
  /** The entry of a team's `team_member_permissions` (LiteLLM's names) that lets its members do this; absent: every member may. */
  readonly memberPermission?: string;
  /**
   * What it gives (models, money) is compared with nothing that the caller holds: a proxy admin's key with a list of models or limits of
   * its own is refused it.
   */
  readonly uncompared?: true;
  /** Whose words refuse a caller without the permission; absent: the admin's, as for most routes of LiteLLM. */
  readonly refusal?: 'team' | 'model' | 'master';
}

const OPERATORS = { proxy_admin: 'all' } as const;
const VIEWERS = { ...OPERATORS, proxy_admin_viewer: 'all' } as const;
const ORGANIZERS = { ...OPERATORS, org_admin: 'organization' } as const;
const KEEPERS = { ...ORGANIZERS, team_admin: 'team' } as const;

/** A team's admin keeps the models that are the team's own. */
const MODEL_WRITERS = { ...OPERATORS, team_admin: 'team' } as const;
const KEY_WRITERS = { ...KEEPERS, team_member: 'membership', internal_user: 'personal' } as const;

/** Whoever is a user, of what is his own. */
const USERS = { internal_user: 'user', internal_user_viewer: 'user' } as const;
const TEAM_READERS = {
  ...VIEWERS,
  org_admin: 'organization',
  team_admin: 'team',
  team_member: 'team',
  ...USERS,
} as const;

/**
 * Who may do what on the admin API: resource and action, by role, each with its scope. The guard, the permissions page of the
 * documentation and `/me/permissions` read this table, and nothing else decides. What is not granted here is refused.
 */
export const POLICY = {
  'key:create': {
    what: 'make a key that may no more than its maker',
    grants: KEY_WRITERS,
    memberPermission: '/key/generate',
  },
  'key:create_service_account': {
    what: 'make a key of a team that belongs to no user',
    grants: { ...KEEPERS, team_member: 'team' },
    memberPermission: '/key/service-account/generate',
  },
  'key:regenerate': {
    what: 'give a key another secret, and so hold it',
    grants: KEY_WRITERS,
    memberPermission: '/key/regenerate',
  },
  'key:collect': {
    what: 'fetch the secret that a schedule made of a key, and so hold it',
    grants: { ...KEY_WRITERS, key: 'key' },
    memberPermission: '/key/regenerate',
  },
  'key:reset_spend': {
    what: 'correct what a key is shown to have spent',
    grants: OPERATORS,
    uncompared: true,
  },
  'key:read': {
    what: 'read a key',
    grants: { ...VIEWERS, org_admin: 'organization', team_admin: 'team', ...USERS, key: 'key' },
  },
  'key:list': {
    what: 'list keys',
    grants: TEAM_READERS,
    memberPermission: '/key/list',
  },
  'key:update': {
    what: "change a key's settings; without `key:govern` over it only to less than it may now",
    grants: KEY_WRITERS,
    memberPermission: '/key/update',
  },
  'key:govern': {
    what: "set a key's limits, expiry, routes, aliases and owner, within what the caller holds",
    grants: KEEPERS,
  },
  'key:delete': {
    what: 'delete keys',
    grants: KEY_WRITERS,
    memberPermission: '/key/delete',
  },
  'key:block': {
    what: 'block a key',
    grants: KEEPERS,
  },
  'key:unblock': {
    what: 'serve a key again that was blocked',
    grants: KEEPERS,
    uncompared: true,
  },
  'user:create': {
    what: 'make a user; without reach over all of them a member of an organization, who may nothing yet',
    grants: ORGANIZERS,
  },
  'user:read': {
    what: 'read a user with its keys; of a member of an organization who he is and what he has in it',
    grants: { ...VIEWERS, org_admin: 'organization', ...USERS },
  },
  'user:list': {
    what: 'list users; of members of an organization who they are',
    grants: { ...VIEWERS, org_admin: 'organization' },
  },
  'user:search': {
    what: 'find users by a part of their id or address',
    grants: { ...VIEWERS, org_admin: 'organization', team_admin: 'team', ...USERS },
  },
  'user:update': {
    what: "change a user's name for people and metadata",
    grants: { ...OPERATORS, internal_user: 'user' },
  },
  'user:govern': {
    what: "set a user's role, models, limits and address",
    grants: OPERATORS,
  },
  'user:delete': {
    what: 'delete users with their keys',
    grants: OPERATORS,
  },
  'team:create': {
    what: 'make a team',
    grants: ORGANIZERS,
  },
  'team:read': {
    what: 'read a team with its members',
    grants: TEAM_READERS,
  },
  'team:list': {
    what: 'list teams',
    grants: TEAM_READERS,
  },
  'team:update': {
    what: "change a team's name and metadata, and what its members may do",
    grants: KEEPERS,
    refusal: 'team',
  },
  'team:govern': {
    what: "set a team's limits, models, tags and organization",
    grants: ORGANIZERS,
    refusal: 'team',
  },
  'team:block': {
    what: 'block a team',
    grants: ORGANIZERS,
  },
  'team:unblock': {
    what: 'serve a team again that was blocked',
    grants: ORGANIZERS,
    uncompared: true,
  },
  'team:delete': {
    what: 'delete teams with their keys',
    grants: ORGANIZERS,
  },
  'team:reset_spend': {
    what: 'correct what a team is shown to have spent',
    grants: OPERATORS,
    uncompared: true,
  },
  'team_member:reset_spend': {
    what: 'correct what a member of a team is shown to have spent in it',
    grants: OPERATORS,
    uncompared: true,
  },
  'team_member:join': {
    what: 'add members to a team; without `team_member:create` over it oneself alone, to a team that is open to all',
    grants: { ...KEEPERS, internal_user: 'user' },
  },
  'team_member:create': {
    what: 'add members to a team',
    grants: KEEPERS,
  },
  'team_member:update': {
    what: 'change the role and limits of a member',
    grants: KEEPERS,
  },
  'team_member:delete': {
    what: 'take a member out of a team',
    grants: KEEPERS,
  },
  'budget:create': {
    what: 'make a budget by id',
    grants: OPERATORS,
  },
  'budget:read': {
    what: 'read a budget by id',
    grants: VIEWERS,
  },
  'budget:list': {
    what: 'list budgets',
    grants: VIEWERS,
  },
  'budget:update': {
    what: 'change the limits of a budget, for everybody who is linked to it',
    grants: OPERATORS,
  },
  'budget:delete': {
    what: 'delete a budget that nobody is linked to',
    grants: OPERATORS,
  },
  'budget_event:list': {
    what: 'read what happened to budgets: soft budgets and shares of budgets that were crossed',
    grants: { ...VIEWERS, org_admin: 'organization', team_admin: 'team', ...USERS },
  },
  'service:test': {
    what: 'send a test to a callback or to who is told of budgets',
    grants: OPERATORS,
  },
  'health:read': {
    what: 'read what deployments answered when they were asked',
    grants: VIEWERS,
  },
  'model:report': {
    what: 'read how fast deployments answered, and how their calls failed',
    grants: VIEWERS,
  },
  'organization:create': {
    what: 'make an organization',
    grants: OPERATORS,
    uncompared: true,
  },
  'organization:read': {
    what: 'read an organization with its members and teams',
    grants: { ...VIEWERS, org_admin: 'organization' },
  },
  'organization:list': {
    what: 'list organizations; of one that the caller is a plain member of, himself and his teams',
    grants: { ...VIEWERS, org_admin: 'organization', ...USERS },
  },
  'organization:update': {
    what: "change an organization's name and metadata",
    grants: ORGANIZERS,
  },
  'organization:govern': {
    what: "set an organization's limits and models, or block it",
    grants: OPERATORS,
    uncompared: true,
  },
  'organization:delete': {
    what: 'delete organizations with their teams and keys',
    grants: OPERATORS,
  },
  'organization_member:create': {
    what: 'add members to an organization',
    grants: ORGANIZERS,
  },
  'organization_member:update': {
    what: 'change the role and the budget of a member of an organization',
    grants: ORGANIZERS,
  },
  'organization_member:delete': {
    what: 'take a member out of an organization',
    grants: ORGANIZERS,
  },
  'project:create': {
    what: 'make a project of a team',
    grants: KEEPERS,
  },
  'project:read': {
    what: 'read a project',
    grants: TEAM_READERS,
  },
  'project:list': {
    what: 'list projects',
    grants: TEAM_READERS,
  },
  'project:update': {
    what: 'change the settings and limits of a project, or block it',
    grants: KEEPERS,
  },
  'project:delete': {
    what: 'delete projects that have no keys',
    grants: ORGANIZERS,
  },
  'invitation:create': {
    what: 'invite a user, who sets his password with it',
    grants: OPERATORS,
  },
  'invitation:read': {
    what: 'read an invitation whose id the caller has',
    grants: OPERATORS,
  },
  'invitation:update': {
    what: 'accept an invitation whose id the caller has',
    grants: OPERATORS,
  },
  'invitation:delete': {
    what: 'take an invitation back',
    grants: OPERATORS,
  },
  'customer:create': {
    what: 'make a customer with limits over all tenants',
    grants: OPERATORS,
    uncompared: true,
  },
  'customer:read': {
    what: 'read a customer with its limits and spend',
    grants: VIEWERS,
  },
  'customer:list': {
    what: 'list customers',
    grants: VIEWERS,
  },
  'customer:update': {
    what: 'change the settings and limits of a customer',
    grants: OPERATORS,
    uncompared: true,
  },
  'customer:block': {
    what: 'block a customer',
    grants: OPERATORS,
  },
  'customer:unblock': {
    what: 'serve a customer again that was blocked',
    grants: OPERATORS,
    uncompared: true,
  },
  'customer:delete': {
    what: 'delete customers',
    grants: OPERATORS,
    uncompared: true,
  },
  'tag:create': {
    what: 'make a tag with limits over all tenants',
    grants: OPERATORS,
    uncompared: true,
  },
  'tag:read': {
    what: 'read a tag with its limits and spend',
    grants: VIEWERS,
  },
  'tag:list': {
    what: 'list tags',
    grants: VIEWERS,
  },
  'tag:update': {
    what: 'change the settings and limits of a tag',
    grants: OPERATORS,
    uncompared: true,
  },
  'tag:delete': {
    what: 'delete what was set for a tag',
    grants: OPERATORS,
    uncompared: true,
  },
  'access_group:create': {
    what: 'make an access group, and give it to teams and keys',
    grants: OPERATORS,
    uncompared: true,
  },
  'access_group:read': {
    what: 'read an access group with its models and who has it',
    grants: VIEWERS,
  },
  'access_group:list': {
    what: 'list access groups',
    grants: VIEWERS,
  },
  'access_group:update': {
    what: 'change what is in an access group, and who has it',
    grants: OPERATORS,
    uncompared: true,
  },
  'access_group:delete': {
    what: 'delete an access group, and take it from teams and keys',
    grants: OPERATORS,
  },
  'spend:read': {
    what: 'read calls and their spend',
    grants: { ...VIEWERS, org_admin: 'organization', team_admin: 'team', team_member: 'team', ...USERS },
    memberPermission: '/spend/logs',
  },
  'spend:report': {
    what: 'read what everybody spent',
    grants: VIEWERS,
  },
  'spend:reset': {
    what: 'reset what all keys and teams are shown to have spent',
    grants: { master_key: 'all' },
    refusal: 'master',
  },
  'activity:user': {
    what: 'read what users used, by day',
    grants: { ...VIEWERS, ...USERS },
  },
  'activity:team': {
    what: 'read what teams used, by day',
    grants: { ...VIEWERS, org_admin: 'organization', team_admin: 'team', team_member: 'team' },
    memberPermission: '/team/daily/activity',
  },
  'activity:organization': {
    what: 'read what organizations used, by day',
    grants: { ...VIEWERS, org_admin: 'organization' },
  },
  'activity:label': {
    what: 'read what customers, agents and calls with tags used, by day',
    grants: VIEWERS,
  },
  'audit:read': {
    what: 'read who changed what',
    grants: VIEWERS,
  },
  'me:read': {
    what: 'read who the caller is, what it may do, and which roles there are',
    grants: { ...OPERATORS, key: 'key' },
  },
  'config:read': {
    what: 'read settings, callbacks and fallbacks, without secrets',
    grants: VIEWERS,
  },
  'config:update': {
    what: 'change settings that can be changed while the gateway runs',
    grants: OPERATORS,
    uncompared: true,
  },
  'fallback:update': {
    what: 'say which models take over from a model',
    grants: OPERATORS,
    uncompared: true,
  },
  'fallback:delete': {
    what: 'let no model take over from a model',
    grants: OPERATORS,
  },
  'cache:read': {
    what: 'read what is known of a cache of answers',
    grants: VIEWERS,
  },
  'cache:update': {
    what: 'change a cache of answers',
    grants: OPERATORS,
  },
  'credential:create': {
    what: 'keep a credential of a provider',
    grants: OPERATORS,
    uncompared: true,
  },
  'credential:read': {
    what: 'read a credential without its secrets',
    grants: VIEWERS,
  },
  'credential:list': {
    what: 'list credentials without their secrets',
    grants: VIEWERS,
  },
  'credential:update': {
    what: 'change a credential',
    grants: OPERATORS,
    uncompared: true,
  },
  'credential:delete': {
    what: 'delete a credential',
    grants: OPERATORS,
  },
  'model:read': {
    what: "read the models that the key may use, and those that are a team's own",
    grants: { ...VIEWERS, org_admin: 'organization', team_admin: 'team', key: 'key' },
  },
  'model:create': {
    what: 'make a model over the API, that calls with a credential of its own',
    grants: MODEL_WRITERS,
    uncompared: true,
    refusal: 'model',
  },
  'model:update': {
    what: 'change a model that was made over the API',
    grants: MODEL_WRITERS,
    uncompared: true,
    refusal: 'model',
  },
  'model:test': {
    what: 'try a model before it is made, at the cost of the calling key',
    grants: MODEL_WRITERS,
    refusal: 'model',
  },
  'model:block': {
    what: 'serve a model that was made over the API no more, or again',
    grants: MODEL_WRITERS,
    refusal: 'model',
  },
  'model:delete': {
    what: 'delete models that were made over the API',
    grants: MODEL_WRITERS,
    refusal: 'model',
  },
} as const satisfies Readonly<Record<`${string}:${string}`, PolicyRow>>;

/** `resource:action` */
export type Permission = keyof typeof POLICY;

export const PERMISSIONS = Object.keys(POLICY) as readonly Permission[];
