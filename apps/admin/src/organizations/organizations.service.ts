import { Injectable } from '@nestjs/common';
import { EpochPoller, type Reach } from '@tollgate/auth';
import type { GatewayError, Principal } from '@tollgate/canonical';
import { IdSource } from '@tollgate/kernel';
import {
  type Author,
  OrganizationRepository,
  type OrganizationSettings,
  type StoredOrganization,
  TeamRepository,
} from '@tollgate/persistence';
import { Reaches } from '../access/reaches.js';
import { cutHeaders, type HeadedAnswer, type InnerList, pageHeaders } from '../shown/page-headers.js';
import { type ListOrganizationsQuery, READ_MAX } from './dto/organization-ref.dto.js';
import type {
  NewOrganizationDto,
  PatchOrganizationDto,
  UpdateOrganizationDto,
} from './dto/organization-settings.dto.js';
import {
  aliasNeeded,
  badOrganization,
  noSuchOrganization,
  refuseGoverningOrganization,
  refuseOrganizationProblem,
} from './organization-refusals.js';
import { toListedOrganization, toOrganization, toOrganizationInfo } from './organization.mapper.js';
import { readOrganizationSettings } from './read-organization-settings.js';

/** Teams that are shown with their organization; `/v2/team/list` pages through all. */
const TEAMS_SHOWN = { page: 1, size: 100, sort: 'createdAt', order: 'desc' } as const;

/** Settings that say what an organization may, all but those that its admins set, with LiteLLM's names: they ask for `organization:govern`. */
const GOVERNED = {
  models: 'models',
  blocked: 'blocked',
  budgetId: 'budget_id',
  maxBudgetNano: 'max_budget',
  softBudgetNano: 'soft_budget',
  budgetDuration: 'budget_duration',
  budgetTimeZone: 'budget_time_zone',
  budgetAnchor: 'budget_anchor',
  tpmLimit: 'tpm_limit',
  rpmLimit: 'rpm_limit',
  maxParallelRequests: 'max_parallel_requests',
  modelMaxBudget: 'model_max_budget',
  modelRpmLimit: 'model_rpm_limit',
  modelTpmLimit: 'model_tpm_limit',
} as const satisfies Record<Exclude<keyof OrganizationSettings, 'alias' | 'metadata'>, string>;

/**
 * Organizations. What changes one is one transaction with its epoch and its audit rows, and answers when this process has heard of it:
 * the next call of its keys is judged by it.
 */
@Injectable()
export class Organizations {
  constructor(
    private readonly organizations: OrganizationRepository,
    private readonly teams: TeamRepository,
    private readonly reaches: Reaches,
    private readonly epochs: EpochPoller,
    private readonly ids: IdSource,
  ) {}

  async create(dto: NewOrganizationDto, author: Author): Promise<object> {
    const settings = readOrganizationSettings(dto);
    const id = dto.organization_id ?? this.ids.newId();
    const made = await this.organizations.create(id, { ...settings, alias: dto.organization_alias }, author);
    if (!made.ok) throw refuseOrganizationProblem(made.error, id);
    await this.epochs.poll();
    return toOrganization(made.value);
  }

  async info(id: string, reach: Reach): Promise<HeadedAnswer> {
    const organization = await this.organizations.find(id, reach);
    if (organization === undefined) throw noSuchOrganization(id);
    const { teams } = await this.teams.list({ organizationId: id }, reach, TEAMS_SHOWN);
    return { body: toOrganizationInfo(organization, teams), headers: cutHeaders(innerLists(organization)) };
  }

  /** LiteLLM's older form: those that are there, with their teams by id. */
  async infoOfMany(ids: readonly string[], reach: Reach): Promise<HeadedAnswer> {
    if (ids.length === 0) throw badOrganization("Specify list of organization id's to query. Passed in=[]");
    if (ids.length > READ_MAX) throw badOrganization(`One call reads ${String(READ_MAX)} organizations at most.`);
    const found = await this.organizations.findMany(ids, reach);
    const cut = cutHeaders(found.flatMap((one, index) => innerLists(one, `[${String(index)}].`)));
    return { body: found.map(toListedOrganization), headers: cut };
  }

  async list(query: ListOrganizationsQuery, reach: Reach): Promise<HeadedAnswer> {
    const { page, page_size: size, org_id: id, org_alias: alias } = query;
    const { organizations, total } = await this.organizations.list({ id, alias }, reach, { page, size });
    const cut = cutHeaders(organizations.flatMap((one, index) => innerLists(one, `[${String(index)}].`)));
    return { body: organizations.map(toListedOrganization), headers: { ...pageHeaders(total, page, size), ...cut } };
  }

  async update(dto: UpdateOrganizationDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const id = dto.organization_id;
    const settings = readOrganizationSettings(dto);
    if ((await this.organizations.find(id, reach)) === undefined) throw noSuchOrganization(id);
    const refusal = await this.refuse(settings, caller);
    if (refusal !== undefined) throw refusal;
    const written = await this.organizations.update(id, settings, reach, author);
    if (written === undefined) throw noSuchOrganization(id);
    if (!written.ok) throw refuseOrganizationProblem(written.error, id);
    await this.epochs.poll();
    return toListedOrganization(written.value);
  }

  /**
   * LiteLLM's newer form: metadata that is sent replaces all of it, the limits by model that are shown there with it.
   * The answer is that of `update`.
   */
  async patch(
    id: string,
    { ...dto }: PatchOrganizationDto,
    caller: Principal,
    reach: Reach,
    author: Author,
  ): Promise<object> {
    if (dto.organization_alias === null) throw aliasNeeded();
    const organization = await this.organizations.find(id, reach);
    if (organization === undefined) throw noSuchOrganization(id);
    return this.update({ ...withoutLeftLimits(dto, organization), organization_id: id }, caller, reach, author);
  }

  /** All of the named organizations or none; answers what they were. */
  async delete(ids: readonly string[], author: Author): Promise<readonly object[]> {
    const deleted = await this.organizations.delete([...new Set(ids)], author);
    if (!deleted.ok) throw noSuchOrganization(deleted.error);
    await this.epochs.poll();
    return deleted.value.map(toListedOrganization);
  }

  private async refuse(settings: OrganizationSettings, caller: Principal): Promise<GatewayError | undefined> {
    const names = Object.keys(GOVERNED) as (keyof typeof GOVERNED)[];
    const governed = names.find((name) => settings[name] !== undefined);
    if (governed === undefined || (await this.reaches.judged(caller, 'organization:govern')) !== undefined)
      return undefined;
    return refuseGoverningOrganization(GOVERNED[governed]);
  }
}

/** The lists that are shown with an organization; `prefix`: where it stands in the answer. */
function innerLists(
  { id, members, memberCount, teamIds, teamCount }: StoredOrganization,
  prefix = '',
): readonly InnerList[] {
  const [ofMembers, ofTeams] = [{ organization_ids: id }, { organization_id: id }];
  return [
    { member: `${prefix}members`, shown: members.length, total: memberCount, route: '/user/list', query: ofMembers },
    { member: `${prefix}teams`, shown: teamIds.length, total: teamCount, route: '/v2/team/list', query: ofTeams },
  ];
}

/** Limits by model that the metadata no longer names are taken off; nothing is said of those that are not there. */
function withoutLeftLimits(dto: PatchOrganizationDto, stored: StoredOrganization): PatchOrganizationDto {
  const { metadata } = dto;
  if (metadata === undefined) return dto;
  const isLeft = (name: 'model_rpm_limit' | 'model_tpm_limit', limits: object | null): boolean =>
    Object.keys(limits ?? {}).length > 0 && dto[name] === undefined && metadata?.[name] === undefined;
  return {
    ...dto,
    ...(isLeft('model_rpm_limit', stored.modelRpmLimit) && { model_rpm_limit: null }),
    ...(isLeft('model_tpm_limit', stored.modelTpmLimit) && { model_tpm_limit: null }),
  };
}
