import { Injectable } from '@nestjs/common';
import { SnapshotHolder } from '@tollgate/catalog';
import {
  AccessGroupRepository,
  type AccessGroupSettings,
  type Author,
  type StoredAccessGroup,
} from '@tollgate/persistence';
import { ModelsChanged } from '../models/models-changed.js';
import { unserved } from '../keys/unserved-fields.js';
import { type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import { badAccessGroup, noSuchAccessGroup, refuseAccessGroupProblem } from './access-group-refusals.js';
import { toAccessGroup } from './access-group.mapper.js';
import type { ListAccessGroupsQuery, NewAccessGroupDto, UpdateAccessGroupDto } from './dto/access-group.dto.js';
import { refuseGroupName, refuseSpecialModels } from './read-group-name.js';

type Fields = Omit<UpdateAccessGroupDto, 'access_group_name'>;

/** Access groups by their ids: what is in them, and who has them. Tool servers and agents are not served, so none are let in. */
@Injectable()
export class AccessGroups {
  constructor(
    private readonly groups: AccessGroupRepository,
    private readonly snapshots: SnapshotHolder,
    private readonly models: ModelsChanged,
  ) {}

  async create(dto: NewAccessGroupDto, author: Author): Promise<object> {
    const { access_group_name: name } = dto;
    refuseGroupName(this.snapshots.current(), name, 'access_group_name');
    const made = await this.groups.create(name, readSettings(dto), author);
    if (!made.ok) throw refuseAccessGroupProblem(made.error, name);
    return this.changed(made.value);
  }

  async list({ page, page_size: size }: ListAccessGroupsQuery): Promise<HeadedAnswer> {
    const { groups, total } = await this.groups.list({ page, size });
    return { body: groups.map(toAccessGroup), headers: pageHeaders(total, page, size) };
  }

  async find(id: string): Promise<object> {
    return toAccessGroup(await this.get(id));
  }

  async update(id: string, dto: UpdateAccessGroupDto, author: Author): Promise<object> {
    const before = await this.get(id);
    const name = dto.access_group_name ?? before.name;
    if (name !== before.name) refuseGroupName(this.snapshots.current(), name, 'access_group_name');
    const written = await this.groups.update({ id }, { ...readSettings(dto, before), name }, author);
    if (written === undefined) throw noSuchAccessGroup(id);
    if (!written.ok) throw refuseAccessGroupProblem(written.error, name);
    return this.changed(written.value);
  }

  async delete(id: string, author: Author): Promise<void> {
    if (!(await this.groups.delete({ id }, author))) throw noSuchAccessGroup(id);
    await this.models.heard();
  }

  private async get(id: string): Promise<StoredAccessGroup> {
    const group = await this.groups.find(id);
    if (group === undefined) throw noSuchAccessGroup(id);
    return group;
  }

  private async changed(group: StoredAccessGroup): Promise<object> {
    await this.models.heard();
    return toAccessGroup(group);
  }
}

/** A member that is sent back as it is says nothing new. */
function readSettings(dto: Fields, before?: StoredAccessGroup): AccessGroupSettings {
  refuseOthers('access_mcp_server_ids', dto.access_mcp_server_ids, before?.mcpServerIds);
  refuseOthers('access_agent_ids', dto.access_agent_ids, before?.agentIds);
  const { description, access_model_names: models, assigned_team_ids: teams, assigned_key_ids: keys } = dto;
  refuseSpecialModels(models ?? [], 'access_model_names');
  if (models?.includes('') === true)
    throw badAccessGroup('access_model_names must not have empty names.', 'access_model_names');
  return {
    ...(description !== undefined && { description }),
    ...(models !== undefined && { models: models ?? [] }),
    ...(teams !== undefined && { teamIds: teams ?? [] }),
    ...(keys !== undefined && { keyRefs: keys ?? [] }),
  };
}

function refuseOthers(field: string, ids: readonly string[] | null | undefined, before: readonly string[] = []): void {
  if (ids?.some((id) => !before.includes(id)) === true) throw unserved(field);
}
