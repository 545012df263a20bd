import { Injectable } from '@nestjs/common';
import { type AccessGroup, type Deployment, deploymentsOf, type Snapshot } from '@tollgate/canonical';
import { SnapshotHolder, SnapshotLoader } from '@tollgate/catalog';
import { AccessGroupRepository, type Author } from '@tollgate/persistence';
import { ModelsChanged } from '../models/models-changed.js';
import {
  accessGroupTaken,
  badAccessGroup,
  modelsNotFound,
  namedByModels,
  noSuchAccessGroup,
  refuseAccessGroupProblem,
} from './access-group-refusals.js';
import type { ModelsOfGroupDto, NewModelGroupDto } from './dto/model-access-group.dto.js';
import { refuseGroupName } from './read-group-name.js';

/**
 * Access groups by their names, as models and the store say together what is in them. Models of the configuration file are put into one
 * too: the store remembers it.
 */
@Injectable()
export class ModelAccessGroups {
  constructor(
    private readonly groups: AccessGroupRepository,
    private readonly snapshots: SnapshotHolder,
    private readonly loader: SnapshotLoader,
    private readonly models: ModelsChanged,
  ) {}

  async create(dto: NewModelGroupDto, author: Author): Promise<object> {
    const { access_group: name } = dto;
    const snapshot = await this.newest();
    refuseGroupName(snapshot, name, 'access_group');
    const models = readModels(snapshot, dto);
    if (findGroup(snapshot, name) !== undefined) throw accessGroupTaken(name);
    const made = await this.groups.create(name, { models }, author);
    if (!made.ok) throw refuseAccessGroupProblem(made.error, name);
    return this.changed(name, dto);
  }

  list(): object {
    const snapshot = this.snapshots.current();
    const groups = new Map([...(snapshot.accessGroups?.values() ?? [])].map((group) => [group.name, group]));
    const sorted = [...groups.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    return { access_groups: sorted.map((group) => toModelGroup(snapshot, group)) };
  }

  info(name: string): object {
    const snapshot = this.snapshots.current();
    const group = findGroup(snapshot, name);
    if (group === undefined) throw noSuchAccessGroup(name);
    return toModelGroup(snapshot, group);
  }

  /** The models that name the group themselves stay in it, and have to be among those that are to be in it. */
  async update(name: string, dto: ModelsOfGroupDto, author: Author): Promise<object> {
    const snapshot = await this.newest();
    if (findGroup(snapshot, name) === undefined) throw noSuchAccessGroup(name);
    const models = readModels(snapshot, dto);
    const [fixed, kept] = [modelsNaming(snapshot, name), new Set(models)];
    const lost = fixed.filter((model) => !kept.has(model));
    if (lost.length > 0) throw namedByModels(name, lost);
    await this.groups.put(
      name,
      models.filter((model) => !fixed.includes(model)),
      author,
    );
    return this.changed(name, dto);
  }

  async delete(name: string, author: Author): Promise<object> {
    const snapshot = await this.newest();
    const group = findGroup(snapshot, name);
    if (group === undefined) throw noSuchAccessGroup(name);
    const fixed = modelsNaming(snapshot, name);
    if (fixed.length > 0) throw namedByModels(name, fixed);
    if (!(await this.groups.delete({ name }, author))) throw noSuchAccessGroup(name);
    await this.models.heard();
    const updated = deploymentsIn(snapshot, group).length;
    return { access_group: name, models_updated: updated, message: `Access group '${name}' deleted successfully` };
  }

  private async changed(name: string, { model_names, model_ids }: ModelsOfGroupDto): Promise<object> {
    await this.models.heard();
    const snapshot = this.snapshots.current();
    const group = findGroup(snapshot, name);
    const updated = group === undefined ? 0 : deploymentsIn(snapshot, group).length;
    return {
      access_group: name,
      model_names: model_names ?? null,
      model_ids: model_ids ?? null,
      models_updated: updated,
    };
  }

  /** As the store has it now, whoever wrote it. */
  private async newest(): Promise<Snapshot> {
    await this.loader.reload();
    return this.snapshots.current();
  }
}

function findGroup({ accessGroups }: Snapshot, name: string): AccessGroup | undefined {
  const group = accessGroups?.get(name);
  return group?.name === name ? group : undefined;
}

/** Public names of models that are there; throws the refusal of others. */
function readModels(snapshot: Snapshot, { model_names, model_ids }: ModelsOfGroupDto): readonly string[] {
  const [names, ids] = [model_names ?? [], model_ids ?? []];
  if (names.length + ids.length === 0)
    throw badAccessGroup('Either model_names or model_ids must be provided and non-empty', 'model_names');
  const all = publicDeployments(snapshot);
  const isNamed = (name: string): boolean => all.some(({ group }) => group === name);
  const unknown =
    ids.length > 0 ? ids.filter((id) => !all.some((one) => one.id === id)) : names.filter((name) => !isNamed(name));
  if (unknown.length > 0) throw modelsNotFound(unknown);
  return ids.length === 0 ? [...new Set(names)] : distinctGroups(all.filter(({ id }) => ids.includes(id)));
}

/** Models that name a group in their own `model_info`. */
function modelsNaming(snapshot: Snapshot, name: string): readonly string[] {
  return distinctGroups(publicDeployments(snapshot).filter(({ accessGroups }) => accessGroups?.includes(name)));
}

function toModelGroup(snapshot: Snapshot, group: AccessGroup): object {
  const { name, models } = group;
  return {
    access_group: name,
    model_names: [...models].sort(),
    deployment_count: deploymentsIn(snapshot, group).length,
  };
}

function deploymentsIn(snapshot: Snapshot, { models }: AccessGroup): readonly Deployment[] {
  return publicDeployments(snapshot).filter(({ group }) => models.has(group));
}

/** But for those that are a team's own. */
function publicDeployments(snapshot: Snapshot): readonly Deployment[] {
  return deploymentsOf(snapshot).filter(({ teamId }) => teamId === undefined);
}

function distinctGroups(deployments: readonly Deployment[]): readonly string[] {
  return [...new Set(deployments.map(({ group }) => group))];
}
