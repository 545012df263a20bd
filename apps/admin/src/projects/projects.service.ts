import { Injectable } from '@nestjs/common';
import { EpochPoller, type Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import { SnapshotHolder } from '@tollgate/catalog';
import { IdSource } from '@tollgate/kernel';
import { type Author, ProjectRepository } from '@tollgate/persistence';
import { judgeOfHolders } from '../access/judge-of-holders.js';
import { type HeadedAnswer, pageHeaders } from '../shown/page-headers.js';
import type { ListProjectsQuery } from './dto/project-ref.dto.js';
import type { NewProjectDto, UpdateProjectDto } from './dto/project-settings.dto.js';
import { noSuchProject, refuseProjectProblem } from './project-refusals.js';
import { toProject } from './project.mapper.js';
import { readProjectSettings } from './read-project-settings.js';

/**
 * Projects of teams. What changes one is one transaction with its epoch and its audit rows, and answers when this process has heard of
 * it: the next call of its keys is judged by it.
 */
@Injectable()
export class Projects {
  constructor(
    private readonly projects: ProjectRepository,
    private readonly snapshots: SnapshotHolder,
    private readonly epochs: EpochPoller,
    private readonly ids: IdSource,
  ) {}

  async create(dto: NewProjectDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const settings = { ...readProjectSettings(dto), teamId: dto.team_id };
    const id = dto.project_id ?? this.ids.newId();
    const made = await this.projects.create(id, settings, {
      reach,
      author,
      judge: judgeOfHolders(caller, reach, this.snapshots.current()),
    });
    if (!made.ok) throw refuseProjectProblem(made.error, { id, teamId: dto.team_id });
    await this.epochs.poll();
    return toProject(made.value);
  }

  async update(dto: UpdateProjectDto, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const { project_id: id, team_id } = dto;
    const teamId = team_id ?? undefined;
    const settings = { ...readProjectSettings(dto), ...(teamId !== undefined && { teamId }) };
    const writing = { reach, author, judge: judgeOfHolders(caller, reach, this.snapshots.current()) };
    const written = await this.projects.update(id, settings, writing);
    if (written === undefined) throw noSuchProject(id, 'project_id');
    if (!written.ok) throw refuseProjectProblem(written.error, { id, teamId });
    await this.epochs.poll();
    return toProject(written.value);
  }

  async info(id: string, reach: Reach): Promise<object> {
    const project = await this.projects.find(id, reach);
    if (project === undefined) throw noSuchProject(id, 'project_id');
    return toProject(project);
  }

  async list(query: ListProjectsQuery, reach: Reach): Promise<HeadedAnswer> {
    const { page, page_size: size, team_id: teamId } = query;
    const { projects, total } = await this.projects.list({ teamId }, reach, { page, size });
    return { body: projects.map(toProject), headers: pageHeaders(total, page, size) };
  }

  /** All of the named projects or none; answers what they were. */
  async delete(ids: readonly string[], reach: Reach, author: Author): Promise<readonly object[]> {
    const deleted = await this.projects.delete([...new Set(ids)], reach, author);
    if (!deleted.ok) {
      const { error } = deleted;
      if (error.kind === 'unknown') throw noSuchProject(error.id, 'project_ids');
      throw refuseProjectProblem(error, { id: '', teamId: undefined });
    }
    await this.epochs.poll();
    return deleted.value.map(toProject);
  }
}
