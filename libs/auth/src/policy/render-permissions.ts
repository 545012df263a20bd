import { PERMISSIONS, POLICY, ROLES, SCOPES_OF_GRANTS, type PolicyRole, type PolicyRow } from './policy.js';

const ABOUT = `# Who may do what on the admin API

Generated from the policy table by \`npm run generate\`; do not edit. The guard of the admin API reads the same table: a route that names no
permission of it stops the start, and what is not granted here is refused.

A cell says how far the role reaches. Objects beyond it are answered like absent ones. A caller has several roles at once (its user's, and one
for each team and organization that the user belongs to) and reaches as far as all of them together. A key whose \`allowed_routes\` leave a
route out may not call it, whatever its roles. A token of an identity provider, and a session of somebody who signed in, count as a key of
their user.

What a starred permission gives is compared with nothing that the caller holds: the key of a proxy admin that has a list of models or limits
of its own is refused it (403), or it could give itself and others what it may not use.
`;

const ROLE_NAMES = Object.keys(ROLES) as readonly PolicyRole[];

/** The text of `docs/permissions.md`. */
export function renderPermissions(): string {
  return [
    ABOUT,
    '## Roles',
    '',
    ...table(['role', 'who'], Object.entries(ROLES)),
    '## Scopes',
    '',
    ...table(['scope', 'what it covers'], Object.entries(SCOPES_OF_GRANTS)),
    '## Permissions',
    '',
    ...table(['permission', 'lets a caller', ...ROLE_NAMES], PERMISSIONS.map(toRow)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function toRow(permission: (typeof PERMISSIONS)[number]): readonly string[] {
  const row: PolicyRow = POLICY[permission];
  const cells = ROLE_NAMES.map((role) => {
    const scope = row.grants[role] ?? '';
    return role === 'team_member' && scope !== '' && row.memberPermission !== undefined
      ? `${scope}, with \`${row.memberPermission}\``
      : scope;
  });
  return [`\`${permission}\`${row.uncompared === true ? ' \\*' : ''}`, row.what, ...cells];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line), ''];
}
