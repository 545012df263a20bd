import { GatewayError } from '@tollgate/canonical';
import { addDuration, fail, type Outcome, succeed } from '@tollgate/kernel';
import type { TeamSettings } from '@tollgate/persistence';
import { liftModelLimits, liftTags } from '../keys/lift-settings.js';
import { isEmpty, refuseUnserved, unserved } from '../keys/unserved-fields.js';
import { readBudgetLimits } from '../validation/read-budget-limits.js';
import { type LimitFields, type Limits, readLimits } from '../validation/read-limits.js';
import { readModelLimits } from '../validation/read-model-limits.js';
import { readRouterSettings } from '../validation/read-router-settings.js';
import type { TeamSettingsDto } from './dto/team-settings.dto.js';
import { MEMBER_PERMISSIONS } from './member-permissions.js';

/** Fields that mean something of a key and nothing of a team, and those of teams that are not enforced yet. */
const UNSERVED_OF_TEAMS = [
  'key_alias',
  'duration',
  'aliases',
  'budget_id',
  'user_id',
  'project_id',
  'allowed_routes',
  'secret_manager_settings',
  'allow_team_guardrail_config',
  'temp_budget_increase',
  'temp_budget_expiry',
  'auto_rotate',
  'rotation_interval',
] as const satisfies readonly (keyof TeamSettingsDto)[];

/** Reads LiteLLM's fields into settings of a team, or refuses the first that means nothing, is out of range or is not served. */
export function readTeamSettings(sent: TeamSettingsDto): Outcome<TeamSettings, GatewayError> {
  const dto = liftKeyDuration(liftModelLimits(sent));
  const field = UNSERVED_OF_TEAMS.find((name) => !isEmpty(dto[name]));
  const refusal =
    field === undefined
      ? (refuseUnserved(dto) ??
        refuseEmpty(dto) ??
        refuseKeyDuration(dto) ??
        refuseSoftBudget(dto) ??
        refusePermissions(dto.team_member_permissions))
      : unserved(field);
  if (refusal !== undefined) return fail(refusal);
  const limits = readLimits(dto);
  if (!limits.ok) return limits;
  const perModel = readModelLimits(dto);
  if (!perModel.ok) return perModel;
  const budgetLimits = readBudgetLimits(dto.budget_limits);
  if (!budgetLimits.ok) return budgetLimits;
  const memberLimits = readDefaultLimits(dto);
  if (!memberLimits.ok) return memberLimits;
  const routerSettings = readRouterSettings(dto.router_settings);
  if (!routerSettings.ok) return routerSettings;
  const { metadata, tags } = liftTags(dto);
  return succeed({
    ...limits.value,
    ...perModel.value,
    ...(budgetLimits.value !== undefined && { budgetLimits: budgetLimits.value }),
    ...(dto.team_alias !== undefined && { alias: dto.team_alias }),
    ...(dto.organization_id !== undefined && { organizationId: dto.organization_id }),
    ...(dto.models !== undefined && { models: dto.models ?? [] }),
    ...(dto.access_group_ids !== undefined && { accessGroupIds: dto.access_group_ids ?? [] }),
    ...(dto.blocked !== undefined && { blocked: dto.blocked === true }),
    ...(dto.team_member_permissions !== undefined && { memberPermissions: dto.team_member_permissions ?? [] }),
    ...(dto.model_aliases !== undefined && { modelAliases: dto.model_aliases ?? {} }),
    ...(dto.default_team_member_models !== undefined && {
      defaultMemberModels: dto.default_team_member_models ?? [],
    }),
    ...(dto.team_member_key_duration !== undefined && { memberKeyDuration: dto.team_member_key_duration }),
    ...(Object.keys(memberLimits.value).length > 0 && { memberLimits: memberLimits.value }),
    ...(routerSettings.value !== undefined && { routerSettings: routerSettings.value }),
    ...(metadata !== undefined && { metadata }),
    ...(tags !== undefined && { tags }),
  });
}

/** LiteLLM's names of the limits of members that have none of their own, by the names that limits have elsewhere. */
const OF_MEMBERS = {
  max_budget: 'team_member_budget',
  budget_duration: 'team_member_budget_duration',
  tpm_limit: 'team_member_tpm_limit',
  rpm_limit: 'team_member_rpm_limit',
  max_parallel_requests: 'team_member_max_parallel_requests',
} as const satisfies Partial<Record<keyof LimitFields, keyof TeamSettingsDto>>;

function readDefaultLimits(dto: TeamSettingsDto): Outcome<Limits, GatewayError> {
  const { team_member_budget: max, team_member_budget_duration: duration } = dto;
  const parallel = dto.team_member_max_parallel_requests;
  const limits = readLimits({
    ...(max !== undefined && { max_budget: max }),
    ...(duration !== undefined && { budget_duration: duration }),
    ...(dto.team_member_tpm_limit !== undefined && { tpm_limit: dto.team_member_tpm_limit }),
    ...(dto.team_member_rpm_limit !== undefined && { rpm_limit: dto.team_member_rpm_limit }),
    ...(parallel !== undefined && { max_parallel_requests: parallel }),
  });
  return limits.ok ? limits : fail(namedAsOfMembers(limits.error));
}

function namedAsOfMembers(error: GatewayError): GatewayError {
  const field = (Object.keys(OF_MEMBERS) as (keyof typeof OF_MEMBERS)[]).find((name) => name === error.param);
  if (field === undefined) return error;
  const message = error.message.replaceAll(field, OF_MEMBERS[field]);
  return new GatewayError('bad_request', { message, param: OF_MEMBERS[field] });
}

/** A permission that nothing asks for would be given in vain. */
export function refusePermissions(permissions: readonly string[] | null | undefined): GatewayError | undefined {
  const unknown = permissions?.find((permission) => !MEMBER_PERMISSIONS.includes(permission));
  if (unknown === undefined) return undefined;
  const message = `${unknown} is no permission of team members. Those that are: ${MEMBER_PERMISSIONS.join(', ')}`;
  return new GatewayError('bad_request', { message, param: 'team_member_permissions' });
}

/** LiteLLM keeps it in the metadata and shows it there: here it is a setting. */
function liftKeyDuration(dto: TeamSettingsDto): TeamSettingsDto {
  const { team_member_key_duration: duration, ...rest } = dto.metadata ?? {};
  if (typeof duration !== 'string') return dto;
  return { ...dto, team_member_key_duration: dto.team_member_key_duration ?? duration, metadata: rest };
}

function refuseKeyDuration({ team_member_key_duration: duration }: TeamSettingsDto): GatewayError | undefined {
  if (duration == null || addDuration(0, duration) !== undefined) return undefined;
  const message = `team_member_key_duration must be a duration such as 24h, 7d or 30d. Received: ${duration}`;
  return new GatewayError('bad_request', { message, param: 'team_member_key_duration' });
}

/** LiteLLM's teams are warned before they are stopped. */
function refuseSoftBudget({ soft_budget: soft, max_budget: max }: TeamSettingsDto): GatewayError | undefined {
  if (typeof soft !== 'number' || typeof max !== 'number' || soft < max) return undefined;
  const message = `soft_budget (${String(soft)}) must be less than max_budget (${String(max)}).`;
  return new GatewayError('bad_request', { message, param: 'soft_budget' });
}

function refuseEmpty(dto: TeamSettingsDto): GatewayError | undefined {
  const empty = (['team_id', 'organization_id'] as const).find((name) => dto[name] === '');
  if (empty === undefined) return undefined;
  return new GatewayError('bad_request', { message: `${empty} must not be empty. Leave it out.`, param: empty });
}
