import { Injectable } from '@nestjs/common';
import { EpochPoller, type Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { NO_MODELS } from '@tollgate/admission';
import { IdSource, type Outcome } from '@tollgate/kernel';
import {
  type Author,
  type NewMember,
  type StoredTeam,
  type TeamProblem,
  TeamRepository,
  type TeamUpdate,
} from '@tollgate/persistence';
import { MASTER_USER } from '../access/author.js';
import { withSelf } from '../access/with-self.js';
import { judgeOfTeams } from '../access/judge-of-teams.js';
import { UserPolicy } from '../users/user-policy.js';
import { unwrap } from '../validation/unwrap.js';
import type { NewTeamDto } from './dto/new-team.dto.js';
import type { TeamModelsDto, TeamPermissionsDto, UpdateTeamDto } from './dto/team-ref.dto.js';
import { readMembers } from './read-members.js';
import { readTeamSettings, refusePermissions } from './read-team-settings.js';
import { TeamPolicy } from './team-policy.js';
import { isOwnOrganization, TeamGrants } from './team-grants.service.js';
import {
  noSuchTeamToChange,
  noSuchTeamToDelete,
  refuseForeignOrganization,
  refuseTeamProblem,
} from './team-refusals.js';
import { toChangedTeam, toTeam } from './team.mapper.js';

/**
 * What changes teams. Each method is one transaction with its epoch and its audit rows, and answers when this process has heard of
 * the change: the next call of the team's keys is judged by it.
 */
@Injectable()
export class TeamWriter {
  constructor(
    private readonly teams: TeamRepository,
    private readonly grants: TeamGrants,
    private readonly snapshots: SnapshotHolder,
    private readonly users: UserPolicy,
    private readonly policy: TeamPolicy,
    private readonly epochs: EpochPoller,
    private readonly ids: IdSource,
  ) {}

  async create(dto: NewTeamDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const settings = this.policy.settingsOfNew(unwrap(readTeamSettings(dto)));
    if (!isOwnOrganization(reach, settings.organizationId ?? null)) throw refuseForeignOrganization();
    const named = dto.members_with_roles ?? [];
    const members = named.length === 0 ? [] : unwrap(readMembers([...named]));
    const id = dto.team_id ?? this.ids.newId();
    const judge = judgeOfTeams(caller, reach, this.snapshots.current());
    const team = {
      id,
      settings,
      members: withMaker(members, caller),
      newUsers: this.users.newUsersOf(reach),
      reach: withSelf(reach, caller),
      judge,
    };
    const made = await this.teams.create(team, author);
    return toTeam(await this.heard(made, id));
  }

  async update(dto: UpdateTeamDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const settings = unwrap(readTeamSettings(dto));
    const refusal = await this.grants.refuse(dto.team_id, settings, caller, reach);
    if (refusal !== undefined) throw refusal;
    const team = await this.change(dto.team_id, settings, caller, reach, author);
    return { team_id: team.id, data: toChangedTeam(team) };
  }

  async setBlocked(id: string, blocked: boolean, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const action = blocked ? 'blocked' : 'unblocked';
    return toChangedTeam(await this.change(id, { blocked }, caller, reach, author, action));
  }

  /** All of the named teams or none. */
  async delete(ids: readonly string[], reach: Reach, author: Author): Promise<object> {
    const distinct = [...new Set(ids)];
    const missing = await this.teams.delete(distinct, reach, author);
    if (missing !== undefined) throw noSuchTeamToDelete(missing);
    await this.epochs.poll();
    return { deleted_teams: distinct };
  }

  /** New names come before those that are there, as LiteLLM shows them. */
  async addModels(dto: TeamModelsDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const update = ({ models }: Models) => {
      const named = [...new Set([...dto.models, ...models])];
      const more = named.filter((model) => model !== NO_MODELS);
      return { models: more.length > 0 ? more : named };
    };
    return toChangedTeam(await this.change(dto.team_id, update, caller, reach, author));
  }

  /** Of a list that becomes empty stays the word for no model: an empty one would be all. */
  async deleteModels(dto: TeamModelsDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const update = ({ models }: Models) => {
      const left = models.filter((model) => !dto.models.includes(model));
      return { models: models.length > 0 && left.length === 0 ? [NO_MODELS] : left };
    };
    return toChangedTeam(await this.change(dto.team_id, update, caller, reach, author));
  }

  async setPermissions(dto: TeamPermissionsDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const refusal = refusePermissions(dto.team_member_permissions);
    if (refusal !== undefined) throw refusal;
    const settings = { memberPermissions: dto.team_member_permissions };
    return toTeam(await this.change(dto.team_id, settings, caller, reach, author));
  }

  private async change(
    id: string,
    update: TeamUpdate,
    caller: Principal,
    reach: Reach,
    author: Author,
    action: 'updated' | 'blocked' | 'unblocked' = 'updated',
  ): Promise<StoredTeam> {
    const judge = judgeOfTeams(caller, reach, this.snapshots.current());
    const written = await this.teams.update(id, update, reach, author, { judge, action });
    if (written === undefined) throw noSuchTeamToChange(id);
    return this.heard(written, id);
  }

  private async heard(written: Outcome<StoredTeam, TeamProblem>, id: string): Promise<StoredTeam> {
    if (!written.ok) throw refuseTeamProblem(written.error, id);
    await this.epochs.poll();
    return written.value;
  }
}

interface Models {
  readonly models: readonly string[];
}

/** The maker of a team is an admin of it, after those that were named (transcript team-lifecycle). */
function withMaker(members: readonly NewMember[], { userId = MASTER_USER }: Principal): readonly NewMember[] {
  return members.some((member) => member.userId === userId) ? members : [...members, { userId, role: 'admin' }];
}
