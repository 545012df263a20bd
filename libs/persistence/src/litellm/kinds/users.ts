import { fail, type JsonValue, succeed } from '@tollgate/kernel';
import { birthOf } from '../birth-of.js';
import { ID_WITH_ALIAS, type ImportKind } from '../import-kind.js';
import { liftMetadata, modelLimits } from '../lift-metadata.js';
import { SourceRow } from '../source-row.js';
import { blockUnenforced } from '../unenforced-settings.js';
import { findClashes, noteOfAddress, usersBy } from './users-by-address.js';

const ROLES = ['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer'];

export const USERS: ImportKind = {
  name: 'user',
  plural: 'users',
  from: 'LiteLLM_UserTable',
  rows: usersBy('user_id'),
  table: 'app_user',
  identity: ['id'],
  shown: ID_WITH_ALIAS,
  unique: ['email', 'sso_user_id'],
  scope: 'user',
  identify: findClashes,
  read: (json, known) => {
    const row = new SourceRow(json);
    const id = row.text('user_id');
    if (id === null) return fail('it has no id');
    const isAnId = json['email_is_an_id'] === true;
    row.notes.push(...noteOfAddress(isAnId));
    const { metadata, lifted } = liftMetadata(row);
    if (row.text('password') !== null) row.notes.push('its password was not taken: it stays unset here');
    return succeed({
      name: id,
      birth: { id, ...birthOf(row, known.now) },
      columns: {
        email: isAnId ? null : (row.text('user_email')?.toLowerCase() ?? null),
        alias: row.text('user_alias'),
        role: readRole(row),
        sso_user_id: row.text('sso_user_id'),
        models: row.texts('models'),
        metadata,
        ...row.limits(known.timeZone),
        model_max_budget: row.object('model_max_budget'),
        policies: row.texts('policies'),
        object_permission: row.json('object_permission'),
        // SCIM says it so
        blocked: isSwitchedOff(row.object('metadata')['scim_active']),
        model_rpm_limit: modelLimits(lifted.row['model_rpm_limit']),
        model_tpm_limit: modelLimits(lifted.row['model_tpm_limit']),
        ...blockUnenforced(row, lifted.row, known),
      },
      spend: { windowNano: row.spent('spend'), resetAt: row.resetAt() },
      notes: row.notes,
    });
  },
};

/** LiteLLM takes a user without a role for an internal user. */
function readRole(row: SourceRow): string {
  const role = row.text('user_role');
  if (role === null) return 'internal_user';
  if (ROLES.includes(role)) return role;
  row.notes.push(`role "${role}" became internal_user_viewer`);
  return 'internal_user_viewer';
}

function isSwitchedOff(active: JsonValue | undefined): boolean {
  return active === false;
}
