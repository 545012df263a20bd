import { Injectable } from '@nestjs/common';
import { refuseLimits, refuseLoosenedLimits, refuseRemoval, refuseRoleGrant } from '@tollgate/admission';
import { EpochPoller, type Reach } from '@tollgate/auth';
import { ALL_POWERS, type LimitPowers, type Principal } from '@tollgate/canonical';
import {
  type Author,
  type NewOrganizationMember,
  type NewUsers,
  OrganizationMemberRepository,
  type OrganizationMemberSettings,
  type OrganizationRole,
  powersIn,
  type StoredOrganizationMember,
  UserRepository,
} from '@tollgate/persistence';
import { isUncompared } from '../access/is-uncompared.js';
import { readLimits } from '../validation/read-limits.js';
import { unwrap } from '../validation/unwrap.js';
import { UserPolicy } from '../users/user-policy.js';
import { refuseAddressAsId } from '../users/user-refusals.js';
import type {
  AddOrganizationMembersDto,
  DeleteOrganizationMemberDto,
  UpdateOrganizationMemberDto,
} from './dto/organization-member.dto.js';
import {
  alreadyOrganizationMember,
  badOrganization,
  noSuchOrganization,
  noSuchOrganizationMember,
} from './organization-refusals.js';
import { toJoinedOrganization, toOrganizationMember } from './organization.mapper.js';
import { readOrganizationMembers } from './read-organization-members.js';

/** What changes the members of organizations, in one transaction each; answered when this process has heard of it. */
@Injectable()
export class OrganizationMembers {
  constructor(
    private readonly members: OrganizationMemberRepository,
    private readonly users: UserRepository,
    private readonly policy: UserPolicy,
    private readonly epochs: EpochPoller,
  ) {}

  /** All of the named or none. */
  async add(dto: AddOrganizationMembersDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const { organization_id: id } = dto;
    const settings = readMemberBudget(dto);
    const members = readOrganizationMembers(dto.member).map((member) => ({ ...member, settings }));
    refuseAdmins(members, { id, caller, reach });
    const joined = await this.join(id, members, { newUsers: this.policy.newUsersOf(reach), reach, author });
    const users = await this.users.findAll(
      joined.map(({ userId }) => userId),
      { kind: 'all' },
    );
    return toJoinedOrganization(id, joined, users, reach.kind === 'all');
  }

  /** Who is no user yet becomes one of `newUsers`. */
  async join(
    id: string,
    members: readonly NewOrganizationMember[],
    { newUsers, reach, author }: { readonly newUsers: NewUsers; readonly reach: Reach; readonly author: Author },
  ): Promise<readonly StoredOrganizationMember[]> {
    const written = await this.members.add(id, members, newUsers, reach, author);
    if (written === undefined) throw noSuchOrganization(id);
    if (!written.ok) {
      const { error } = written;
      throw error.kind === 'id_is_address' ? refuseAddressAsId(error) : alreadyOrganizationMember(error.member);
    }
    await this.epochs.poll();
    return written.value;
  }

  async update(dto: UpdateOrganizationMemberDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const settings = readMemberBudget(dto);
    const member = await this.find(dto, reach);
    const { userId } = member;
    refuseMemberBudget(member, settings, { caller, reach });
    const { organization_id: id, role } = dto;
    refuseAdmins([{ role: role ?? 'internal_user' }], { id, caller, reach });
    const written = await this.members.update(
      id,
      userId,
      { ...settings, ...(role != null && { role }) },
      reach,
      author,
    );
    return this.heard(written, userId);
  }

  async delete(dto: DeleteOrganizationMemberDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const member = await this.find(dto, reach);
    const refusal = refuseRemoval(caller, member);
    if (refusal !== undefined) throw refusal;
    const { userId } = member;
    return this.heard(await this.members.delete(dto.organization_id, userId, reach, author), userId);
  }

  private async heard(written: StoredOrganizationMember | undefined, userId: string): Promise<object> {
    if (written === undefined) throw noSuchOrganizationMember(`user_id=${userId}`);
    await this.epochs.poll();
    return toOrganizationMember(written);
  }

  private async find(dto: DeleteOrganizationMemberDto, reach: Reach): Promise<StoredOrganizationMember> {
    const { organization_id: id, user_id: userId, user_email: email } = dto;
    if (userId == null && email == null) throw badOrganization('Either user_id or user_email must be provided');
    const named = userId != null ? { userId } : { email: email ?? '' };
    const member = await this.members.find(id, named, reach);
    if (member === undefined)
      throw noSuchOrganizationMember(userId != null ? `user_id=${userId}` : `user_email=${email ?? ''}`);
    return member;
  }
}

function readMemberBudget(
  dto: AddOrganizationMembersDto | UpdateOrganizationMemberDto,
): Omit<OrganizationMemberSettings, 'role'> {
  const { max_budget_in_organization: max, budget_duration, budget_time_zone, budget_anchor } = dto;
  const limits = readLimits({
    ...(max !== undefined && { max_budget: max }),
    ...(budget_duration !== undefined && { budget_duration }),
    ...(budget_time_zone !== undefined && { budget_time_zone }),
    ...(budget_anchor !== undefined && { budget_anchor }),
  });
  return unwrap(limits);
}

/** An admin of an organization limits its members; whom somebody has limited he leaves so, himself above all, as with a linked budget. */
function refuseMemberBudget(
  { userId, budget, budgetId }: StoredOrganizationMember,
  settings: Omit<OrganizationMemberSettings, 'role'>,
  { caller, reach }: { readonly caller: Principal; readonly reach: Reach },
): void {
  if (isUncompared({ principal: caller, reach }) || Object.keys(settings).length === 0) return;
  const powers: LimitPowers = {
    ...ALL_POWERS,
    budgetId,
    maxBudgetNano: budgetId === null ? (budget?.maxBudgetNano ?? null) : null,
    budgetDuration: budget?.budgetDuration ?? null,
    budgetTimeZone: budget?.budgetTimeZone ?? null,
    budgetAnchor: budget?.budgetAnchor ?? null,
  };
  const after = { ...powers, ...powersIn(settings) };
  const refusal = userId === caller.userId ? refuseLoosenedLimits(powers, after) : refuseLimits(caller, powers, after);
  if (refusal !== undefined) throw refusal;
}

/** An admin makes keys of the organization's teams: a key that is held back itself makes nobody one. */
function refuseAdmins(
  members: readonly { readonly role: OrganizationRole }[],
  { id, caller, reach }: { readonly id: string; readonly caller: Principal; readonly reach: Reach },
): void {
  if (isUncompared({ principal: caller, reach }) || members.every(({ role }) => role !== 'org_admin')) return;
  const refusal = refuseRoleGrant(caller, { teamId: null, organizationId: id, projectId: null }, 'role');
  if (refusal !== undefined) throw refusal;
}
