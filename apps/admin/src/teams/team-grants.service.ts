import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import type { GatewayError, Principal } from '@tollgate/canonical';
import { TeamRepository, type TeamSettings } from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import { noSuchTeamToChange, refuseForeignOrganization, refuseGoverning } from './team-refusals.js';

/** What the admins of a team set themselves. */
type OwnSetting =
  'alias' | 'metadata' | 'memberPermissions' | 'memberLimits' | 'defaultMemberModels' | 'memberKeyDuration';

/** Settings that say what a team may, all but those, with LiteLLM's names: they ask for `team:govern`. */
const GOVERNED = {
  organizationId: 'organization_id',
  models: 'models',
  accessGroupIds: 'access_group_ids',
  modelAliases: 'model_aliases',
  routerSettings: 'router_settings',
  tags: 'tags',
  blocked: 'blocked',
  maxBudgetNano: 'max_budget',
  softBudgetNano: 'soft_budget',
  budgetDuration: 'budget_duration',
  budgetTimeZone: 'budget_time_zone',
  budgetAnchor: 'budget_anchor',
  budgetLimits: 'budget_limits',
  tpmLimit: 'tpm_limit',
  rpmLimit: 'rpm_limit',
  maxParallelRequests: 'max_parallel_requests',
  modelMaxBudget: 'model_max_budget',
  modelRpmLimit: 'model_rpm_limit',
  modelTpmLimit: 'model_tpm_limit',
} as const satisfies Record<Exclude<keyof TeamSettings, OwnSetting>, string>;

/**
 * Judges what callers set of teams: first who may set it at all, then what his key holds itself. A team's limits stand within its
 * organization's by themselves: both hold for every call.
 */
@Injectable()
export class TeamGrants {
  constructor(
    private readonly teams: TeamRepository,
    private readonly reaches: Reaches,
  ) {}

  /** Why the caller, who reaches so far with `team:update`, may not set this of a team; undefined: he may. */
  async refuse(id: string, settings: TeamSettings, caller: Principal, reach: Reach): Promise<GatewayError | undefined> {
    if (reach.kind === 'all') return undefined;
    const names = Object.keys(GOVERNED) as (keyof typeof GOVERNED)[];
    const governed = names.find((name) => settings[name] !== undefined);
    if (governed === undefined) return undefined;
    if ((await this.teams.find(id, reach)) === undefined) return noSuchTeamToChange(id);
    const governs = await this.reaches.of(caller, 'team:govern');
    if (governs === undefined || (await this.teams.find(id, governs)) === undefined)
      return refuseGoverning(GOVERNED[governed]);
    const { organizationId } = settings;
    return organizationId === undefined || isOwnOrganization(governs, organizationId)
      ? undefined
      : refuseForeignOrganization();
  }
}

/** Whether a team may be put into an organization, or into none (null), with a reach. */
export function isOwnOrganization(reach: Reach, organizationId: string | null): boolean {
  return reach.kind === 'all' || (organizationId !== null && reach.organizationIds.includes(organizationId));
}
