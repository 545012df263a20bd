import { type Permission, PERMISSIONS, POLICY, type PolicyRow } from './policy.js';
import { renderPermissions } from './render-permissions.js';

/** What they give is compared with what the calling key holds (`@tollgate/admission`, its grants). */
const COMPARED: readonly Permission[] = [
  ...(['key:create', 'key:create_service_account', 'key:regenerate', 'key:collect'] as const),
  ...(['key:update', 'key:govern', 'user:create', 'user:update', 'user:govern'] as const),
  ...(['team:create', 'team:update', 'team:govern', 'project:create', 'project:update'] as const),
  ...(['team_member:join', 'team_member:create', 'team_member:update'] as const),
  ...(['organization_member:create', 'organization_member:update', 'budget:create', 'budget:update'] as const),
  ...(['invitation:create', 'invitation:update'] as const),
];

/** They give nobody models, money or a role. */
const GIVES_NOTHING: readonly Permission[] = [
  ...(['key:delete', 'user:delete', 'team:delete', 'team_member:delete', 'organization_member:delete'] as const),
  ...(['organization:delete', 'project:delete', 'invitation:delete', 'access_group:delete'] as const),
  ...(['key:block', 'team:block', 'customer:block'] as const),
  ...(['fallback:delete', 'credential:delete', 'model:block', 'model:delete', 'model:test', 'service:test'] as const),
  // names and metadata
  'organization:update',
  // nobody is linked to it
  'budget:delete',
  // nothing is cached
  'cache:update',
  // the master key's alone
  'spend:reset',
];

const READS = /:(read|list|search|report)$|^activity:/;

describe('the policy table', () => {
  it("grants everything to proxy admins but what is the master key's alone, and a member permission only where members have a grant", () => {
    const rows: readonly PolicyRow[] = Object.values(POLICY);
    expect(rows.filter((row) => row.grants.proxy_admin !== 'all')).toEqual([POLICY['spend:reset']]);
    expect(rows.filter((row) => row.memberPermission !== undefined && row.grants.team_member === undefined)).toEqual(
      [],
    );
  });

  it('is told to readers whole', () => {
    const page = renderPermissions();
    expect(
      PERMISSIONS.filter((permission) => !new RegExp(`^\\| \`${permission}\`( \\\\\\*)? \\|`, 'm').test(page)),
    ).toEqual([]);
    expect(page).toContain('| `key:list` | list keys |  | all | all | organization | team | team, with `/key/list` |');
  });

  it.each(PERMISSIONS.filter((permission) => !READS.test(permission)))(
    'says of %s whether what it gives is compared, is nothing, or is refused to a proxy admin’s key that is held back',
    (permission) => {
      const row: PolicyRow = POLICY[permission];
      const said = [row.uncompared === true, COMPARED.includes(permission), GIVES_NOTHING.includes(permission)];
      expect(said.filter(Boolean)).toHaveLength(1);
    },
  );
});
