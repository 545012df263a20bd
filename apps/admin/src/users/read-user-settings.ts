import { GatewayError } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { UserSettings } from '@tollgate/persistence';
import { liftModelLimits } from '../keys/lift-settings.js';
import { isEmpty, refuseUnserved, unserved } from '../keys/unserved-fields.js';
import { readLimits } from '../validation/read-limits.js';
import { readModelLimits } from '../validation/read-model-limits.js';
import type { UserSettingsDto } from './dto/user-settings.dto.js';

/** Fields that mean something of a key and nothing of a user yet. */
const UNSERVED_OF_USERS = [
  'access_group_ids',
  'team_id',
  'organization_id',
  'project_id',
  'router_settings',
  'budget_id',
  'tags',
  'allowed_routes',
  'budget_limits',
  'temp_budget_increase',
  'temp_budget_expiry',
  'auto_rotate',
  'rotation_interval',
] as const satisfies readonly (keyof UserSettingsDto)[];

/** Reads LiteLLM's fields into settings of a user, or refuses the first that means nothing, is out of range or is not served. */
export function readUserSettings(sent: UserSettingsDto): Outcome<UserSettings, GatewayError> {
  const dto = liftModelLimits(sent);
  const field = UNSERVED_OF_USERS.find((name) => !isEmpty(dto[name]));
  const refusal = field === undefined ? (refuseUnserved(dto) ?? refuseEmpty(dto)) : unserved(field);
  if (refusal !== undefined) return fail(refusal);
  const limits = readLimits(dto);
  if (!limits.ok) return limits;
  const perModel = readModelLimits(dto);
  if (!perModel.ok) return perModel;
  return succeed({
    ...limits.value,
    ...perModel.value,
    ...(dto.user_email !== undefined && { email: dto.user_email }),
    ...(dto.user_alias !== undefined && { alias: dto.user_alias }),
    ...(dto.sso_user_id !== undefined && { ssoUserId: dto.sso_user_id }),
    ...(dto.user_role !== undefined && dto.user_role !== null && { role: dto.user_role }),
    ...(dto.blocked != null && { blocked: dto.blocked }),
    ...(dto.models !== undefined && { models: dto.models ?? [] }),
    ...(dto.metadata !== undefined && { metadata: dto.metadata ?? {} }),
  });
}

const NAMES = ['user_id', 'user_email', 'sso_user_id'] as const;

function refuseEmpty(dto: UserSettingsDto): GatewayError | undefined {
  const empty = NAMES.find((name) => dto[name] === '');
  if (empty === undefined) return undefined;
  return new GatewayError('bad_request', { message: `${empty} must not be empty. Leave it out.`, param: empty });
}
