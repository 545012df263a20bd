import { Injectable } from '@nestjs/common';
import { refuseRemoval } from '@tollgate/admission';
import { EpochPoller, NO_REACH, type Reach } from '@tollgate/auth';
import { GatewayError, type Principal } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import {
  type Author,
  type StoredMember,
  TeamMemberRepository,
  TeamRepository,
  UserRepository,
} from '@tollgate/persistence';
import { noSuchBudgetToLink } from '../budgets/budget-refusals.js';
import { isEmpty } from '../keys/unserved-fields.js';
import { judgeOfTeams } from '../access/judge-of-teams.js';
import { Reaches } from '../access/reaches.js';
import { withSelf } from '../access/with-self.js';
import { UserPolicy } from '../users/user-policy.js';
import { unwrap } from '../validation/unwrap.js';
import type { AddMembersDto, DeleteMemberDto, UpdateMemberDto } from './dto/team-member.dto.js';
import { readMemberLimits, readMembers } from './read-members.js';
import { noSuchMember, noSuchTeamToChange, noSuchTeamToJoin, refuseTeamProblem } from './team-refusals.js';
import { toJoinedTeam, toTeam } from './team.mapper.js';

/** What changes the members of teams, in one transaction each; answered when this process has heard of it. */
@Injectable()
export class TeamMemberWriter {
  constructor(
    private readonly teams: TeamRepository,
    private readonly members: TeamMemberRepository,
    private readonly users: UserRepository,
    private readonly snapshots: SnapshotHolder,
    private readonly policy: UserPolicy,
    private readonly reaches: Reaches,
    private readonly epochs: EpochPoller,
  ) {}

  /** Who keeps the team adds whom he likes; any other user adds himself, where the operator has opened the team to all. */
  async addOrJoin(dto: AddMembersDto, caller: Principal, author: Author): Promise<object> {
    const reach = await this.reaches.of(caller, 'team_member:create');
    if (reach !== undefined && (await this.teams.find(dto.team_id, reach)) !== undefined)
      return this.add(dto, caller, reach, author);
    if (this.policy.availableTeams?.includes(dto.team_id) !== true) throw noSuchTeamToJoin(dto.team_id);
    const refusal = refuseJoining(dto, caller);
    if (refusal !== undefined) throw refusal;
    return this.add(dto, caller, { ...NO_REACH, teamIds: [dto.team_id] }, author);
  }

  /** All of the named or none. */
  async add(dto: AddMembersDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const limits = unwrap(readMemberLimits(dto));
    refuseLinking(dto, reach);
    const members = unwrap(readMembers(dto.member, limits));
    const before = await this.teams.find(dto.team_id, reach);
    if (before === undefined) throw noSuchTeamToJoin(dto.team_id);
    const joining = {
      newUsers: this.policy.newUsersOf(reach),
      judge: judgeOfTeams(caller, reach, this.snapshots.current()),
      seen: withSelf(reach, caller),
    };
    const written = await this.teams.addMembers(dto.team_id, members, joining, reach, author);
    if (written === undefined) throw noSuchTeamToJoin(dto.team_id);
    if (!written.ok) throw refuseTeamProblem(written.error, dto.team_id);
    await this.epochs.poll();
    const known = new Set(before.members.map(({ userId }) => userId));
    const joined = written.value.members.flatMap(({ userId }) => (known.has(userId) ? [] : [userId]));
    return toJoinedTeam(written.value, await this.users.findAll(joined, { kind: 'all' }), reach.kind === 'all');
  }

  async update(dto: UpdateMemberDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const member = await this.find(dto, reach);
    refuseLinking(dto, reach);
    const role = dto.role ?? undefined;
    const settings = { ...unwrap(readMemberLimits(dto)), ...(role !== undefined && { role }) };
    const judge = judgeOfTeams(caller, reach, this.snapshots.current());
    const written = await this.members.update(dto.team_id, member.userId, settings, judge, reach, author);
    if (written === undefined) throw noSuchTeamToChange(dto.team_id);
    if (!written.ok) throw refuseTeamProblem(written.error, dto.team_id);
    await this.epochs.poll();
    return {
      team_id: dto.team_id,
      user_id: member.userId,
      user_email: member.email,
      max_budget_in_team: dto.max_budget_in_team ?? null,
      tpm_limit: dto.tpm_limit ?? null,
      rpm_limit: dto.rpm_limit ?? null,
      budget_duration: dto.budget_duration ?? null,
      allowed_models: dto.allowed_models ?? null,
      ...(dto.model_max_budget !== undefined && { model_max_budget: dto.model_max_budget }),
      ...(dto.budget_id !== undefined && { budget_id: dto.budget_id }),
      temp_budget_increase: null,
      temp_budget_expiry: null,
    };
  }

  /** The member's keys of the team go with him. */
  async delete(dto: DeleteMemberDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const member = await this.find(dto, reach);
    const refusal = refuseRemoval(caller, member);
    if (refusal !== undefined) throw refusal;
    const written = await this.members.delete(dto.team_id, member.userId, reach, author);
    if (written === undefined) throw noSuchTeamToChange(dto.team_id);
    if (!written.ok) throw refuseTeamProblem(written.error, dto.team_id);
    await this.epochs.poll();
    return toTeam(written.value);
  }

  private async find(dto: DeleteMemberDto, reach: Reach): Promise<StoredMember> {
    const { team_id: teamId, user_id: userId, user_email: email } = dto;
    if (userId == null && email == null) {
      const message = 'Either user_id or user_email must be provided';
      throw new GatewayError('bad_request', { message, param: 'user_id' });
    }
    const team = await this.teams.find(teamId, reach);
    if (team === undefined) throw noSuchTeamToChange(teamId);
    // to whom sees everybody a member goes by his address, whatever the membership shows
    const named = userId ?? (reach.kind === 'all' ? await this.idOf(email ?? '') : undefined);
    const member = team.members.find((candidate) =>
      named === undefined ? candidate.email === email?.toLowerCase() : candidate.userId === named,
    );
    if (member === undefined) throw noSuchMember();
    return member;
  }

  private async idOf(email: string): Promise<string | undefined> {
    return (await this.users.findByEmail(email, { kind: 'all' }))?.id;
  }
}

/** Budgets by id are the operator's: to others there is none, as for keys. */
function refuseLinking({ budget_id: id }: AddMembersDto | UpdateMemberDto, reach: Reach): void {
  if (id != null && reach.kind !== 'all') throw noSuchBudgetToLink();
}

/** Who joins by himself comes as a plain member, without limits that he would choose. */
function refuseJoining(dto: AddMembersDto, { userId, userEmail }: Principal): GatewayError | undefined {
  const [member, ...others] = unwrap(readMembers(dto.member, {}));
  const isSelf =
    member !== undefined &&
    others.length === 0 &&
    (member.userId !== undefined ? member.userId === userId : member.email?.toLowerCase() === userEmail) &&
    userId !== undefined;
  if (!isSelf) return refused('member: users add themselves alone to teams that are open to all.', 'member');
  if (member.role !== 'user') return refused('role: who joins a team by himself is a user of it.', 'role');
  const isLimited = Object.values(unwrap(readMemberLimits(dto))).some((limit) => !isEmpty(limit));
  return !isLimited ? undefined : refused('limits within the team are set by its admins. Leave them out.', 'member');
}

function refused(message: string, param: string): GatewayError {
  return new GatewayError('grant_refused', { message, param });
}
