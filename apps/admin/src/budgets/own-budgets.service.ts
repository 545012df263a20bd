import { Injectable } from '@nestjs/common';
import type { Permission, Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import {
  type Author,
  BudgetRepository,
  OrganizationRepository,
  type OwnBudgetHolder,
  ProjectRepository,
  TagRepository,
  TeamRepository,
} from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import { Organizations } from '../organizations/organizations.service.js';
import { Projects } from '../projects/projects.service.js';
import { Tags } from '../tags/tags.service.js';
import { TeamMemberWriter } from '../teams/team-member-writer.service.js';
import { toMemberBudget } from '../teams/team.mapper.js';
import { badBudget } from './budget-refusals.js';
import type { BudgetSettingsDto } from './dto/budget-settings.dto.js';
import { toHolderBudget } from './holder-budget.mapper.js';
import { toLabelBudget } from './label-budget.mapper.js';

/** What a budget and a member of a team have in common under the same names. */
const MEMBER_LIMITS = [
  'budget_duration',
  'budget_time_zone',
  'budget_anchor',
  'tpm_limit',
  'rpm_limit',
  'max_parallel_requests',
  'model_max_budget',
] as const satisfies readonly (keyof BudgetSettingsDto)[];

type MemberLimit = (typeof MEMBER_LIMITS)[number];

/** What the holder's own route asks for. */
const PERMISSIONS = {
  project: 'project:update',
  organization: 'organization:govern',
  tag: 'tag:update',
  team_member: 'team_member:update',
} as const satisfies Record<OwnBudgetHolder['kind'], Permission>;

/** Whoever may change budgets reaches all of them. */
const ALL: Reach = { kind: 'all' };

/**
 * Limits that stand at their holder and are shown under its id, where LiteLLM keeps a budget that it made by itself: LiteLLM's clients
 * change and clear them through that id. They are written as the holder's own route writes them.
 */
@Injectable()
export class OwnBudgets {
  constructor(
    private readonly reaches: Reaches,
    private readonly budgets: BudgetRepository,
    private readonly projects: Projects,
    private readonly organizations: Organizations,
    private readonly members: TeamMemberWriter,
    private readonly tags: Tags,
    private readonly storedProjects: ProjectRepository,
    private readonly storedOrganizations: OrganizationRepository,
    private readonly storedTeams: TeamRepository,
    private readonly storedTags: TagRepository,
  ) {}

  /** Whose own limits are shown under the id. */
  holdersOf(id: string): Promise<readonly OwnBudgetHolder[]> {
    return this.budgets.findHolders(id);
  }

  /** The budget of the holder as it is then. Refuses as the holder's route does. */
  async update(
    holder: OwnBudgetHolder,
    { budget_id: _id, ...limits }: BudgetSettingsDto,
    caller: Principal,
    author: Author,
  ): Promise<object | undefined> {
    await this.reaches.judged(caller, PERMISSIONS[holder.kind]);
    await this.write(holder, limits, caller, author);
    return this.read(holder);
  }

  private write(
    holder: OwnBudgetHolder,
    limits: BudgetSettingsDto,
    caller: Principal,
    author: Author,
  ): Promise<object> {
    switch (holder.kind) {
      case 'project':
        return this.projects.update({ ...limits, project_id: holder.id }, caller, ALL, author);
      case 'organization':
        return this.organizations.update({ ...limits, organization_id: holder.id }, caller, ALL, author);
      case 'tag':
        return this.tags.update({ ...limits, name: holder.name }, author);
      case 'team_member': {
        const { max_budget, soft_budget } = limits;
        if (soft_budget != null) throw badBudget('A member of a team has no soft_budget. Leave it out.');
        const named = { team_id: holder.teamId, user_id: holder.userId };
        const money = max_budget === undefined ? {} : { max_budget_in_team: max_budget };
        return this.members.update({ ...named, ...memberLimits(limits), ...money }, caller, ALL, author);
      }
    }
  }

  private async read(holder: OwnBudgetHolder): Promise<object | undefined> {
    switch (holder.kind) {
      case 'project': {
        const project = await this.storedProjects.find(holder.id, ALL);
        return project && toHolderBudget(project);
      }
      case 'organization': {
        const organization = await this.storedOrganizations.find(holder.id, ALL);
        return organization && toHolderBudget(organization);
      }
      case 'tag': {
        const [tag] = await this.storedTags.findMany([holder.name]);
        return tag && (toLabelBudget({ budget: tag.budget, budgetId: tag.id }) ?? { budget_id: tag.id });
      }
      case 'team_member': {
        const team = await this.storedTeams.find(holder.teamId, ALL);
        const member = team?.members.find(({ userId }) => userId === holder.userId);
        return member && toMemberBudget(member);
      }
    }
  }
}

function memberLimits(limits: BudgetSettingsDto): Pick<BudgetSettingsDto, MemberLimit> {
  return Object.fromEntries(
    MEMBER_LIMITS.flatMap((name) => (limits[name] === undefined ? [] : [[name, limits[name]]])),
  );
}
