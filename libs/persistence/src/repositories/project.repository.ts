import type { Reach } from '@tollgate/auth';
import { listOfModels } from '@tollgate/canonical';
import { type Clock, fail, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { Prisma } from '../generated/prisma/client.js';
import { readBalances } from '../ledger/read-balances.js';
import { findOrganization } from './find-above.js';
import { balanceOf, openWrittenWindows } from './holder-balance.js';
import { type HolderJudge, judgeHolder } from './holder-powers.js';
import { isBudgetKnown } from './is-budget-known.js';
import { noteProject } from './note-project.js';
import { PROJECT_INCLUDE, type ProjectRow, toProjectColumns, toStoredProject } from './project-row.js';
import type { ProjectProblem, ProjectSettings, StoredProject } from './stored-project.js';
import { visibleProjects } from './visible-projects.js';
import { visibleTeams } from './visible-teams.js';
import { windowColumns } from './window-columns.js';

/** Who writes, as far as he reaches, and what judges what he gives. */
export interface ProjectWriting {
  readonly reach: Reach;
  readonly author: Author;
  readonly judge: HolderJudge;
}

/** Projects of teams. Every read takes the caller's reach: what it does not cover is not there. */
export class ProjectRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
  ) {}

  async create(
    id: string,
    settings: ProjectSettings & { readonly teamId: string },
    writing: ProjectWriting,
  ): Promise<Outcome<StoredProject, ProjectProblem>> {
    const now = new Date(this.clock.now());
    const by = writing.author.name;
    const made = await this.controlPlane.change(
      writing.author,
      async (change): Promise<Outcome<ProjectRow, ProjectProblem>> => {
        const { tx } = change;
        // the team first: who may make nothing there learns nothing of which ids are taken
        const problem = await judgeProject(tx, { id, settings, ...writing });
        if (problem !== undefined) return fail(problem);
        if ((await tx.project.findUnique({ where: { id }, select: { id: true } })) !== null)
          return fail({ kind: 'id_taken' });
        const authorship = { createdAt: now, createdBy: by, updatedAt: now, updatedBy: by };
        const window = windowColumns(settings, null, { now: now.getTime(), timeZone: change.timeZone });
        const data = { ...toProjectColumns(settings), ...window, id, ...authorship };
        const row = await tx.project.create({ data, include: PROJECT_INCLUDE });
        noteProject(change, 'created', null, row);
        return succeed(row);
      },
    );
    return made.ok ? succeed(await this.stored(made.value)) : made;
  }

  async find(id: string, reach: Reach): Promise<StoredProject | undefined> {
    const where = { AND: [{ id }, visibleProjects(reach)] };
    const row = await this.database.prisma.project.findFirst({ where, include: PROJECT_INCLUDE });
    return row === null ? undefined : this.stored(row);
  }

  /** One page, newest first, and how many there are in all that the caller may see. */
  async list(
    { teamId }: { readonly teamId?: string | undefined },
    reach: Reach,
    { page, size }: { readonly page: number; readonly size: number },
  ): Promise<{ readonly projects: readonly StoredProject[]; readonly total: number }> {
    const where = { AND: [teamId === undefined ? {} : { teamId }, visibleProjects(reach)] };
    const rows = await this.database.prisma.project.findMany({
      where,
      include: PROJECT_INCLUDE,
      orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      skip: (page - 1) * size,
      take: size,
    });
    return { projects: await this.withSpend(rows), total: await this.database.prisma.project.count({ where }) };
  }

  /** undefined: no project with that id within the reach. One that has keys stays in its team. */
  async update(
    id: string,
    settings: ProjectSettings,
    writing: ProjectWriting,
  ): Promise<Outcome<StoredProject, ProjectProblem> | undefined> {
    const written = await this.controlPlane.change(writing.author, async (change) => {
      const where = { AND: [{ id }, visibleProjects(writing.reach)] };
      const before = await change.tx.project.findFirst({ where, include: PROJECT_INCLUDE });
      return before === null ? undefined : this.write(change, before, settings, writing);
    });
    return written?.ok === true ? succeed(await this.stored(written.value)) : written;
  }

  /** All of the named projects or none, as they were; a project that has keys is not deleted. Fails with an id that is not there. */
  async delete(
    ids: readonly string[],
    reach: Reach,
    author: Author,
  ): Promise<Outcome<readonly StoredProject[], ProjectProblem | { readonly kind: 'unknown'; readonly id: string }>> {
    const deleted = await this.controlPlane.change(author, async (change) => {
      const where = { AND: [{ id: { in: [...ids] } }, visibleProjects(reach)] };
      const rows = await change.tx.project.findMany({ where, include: PROJECT_INCLUDE });
      const missing = ids.find((id) => !rows.some((row) => row.id === id));
      if (missing !== undefined) return fail({ kind: 'unknown', id: missing } as const);
      const problem = await findKeys(change.tx, ids);
      if (problem !== undefined) return fail(problem);
      for (const row of rows) noteProject(change, 'deleted', row, null);
      await change.tx.project.deleteMany({ where: { id: { in: [...ids] } } });
      return succeed(rows);
    });
    return deleted.ok ? succeed(await this.withSpend(deleted.value)) : deleted;
  }

  private async write(
    change: AdminChange,
    before: ProjectRow,
    settings: ProjectSettings,
    writing: ProjectWriting,
  ): Promise<Outcome<ProjectRow, ProjectProblem>> {
    const { id, teamId } = before;
    const { tx } = change;
    const now = new Date(this.clock.now());
    const isMoved = settings.teamId !== undefined && settings.teamId !== teamId;
    const problem =
      (await judgeProject(tx, { id, before, settings, ...writing })) ??
      (isMoved ? await findKeys(tx, [id]) : undefined);
    if (problem !== undefined) return fail(problem);
    const window = windowColumns(settings, before, { now: now.getTime(), timeZone: change.timeZone });
    const authorship = { updatedAt: now, updatedBy: writing.author.name };
    const data = { ...toProjectColumns(settings), ...window, ...authorship };
    const after = await tx.project.update({ where: { id }, data, include: PROJECT_INCLUDE });
    await openWrittenWindows(tx, 'project', { id: after.id, before, after }, now.getTime());
    noteProject(change, 'updated', before, after);
    return succeed(after);
  }

  private async stored(row: ProjectRow): Promise<StoredProject> {
    const [project] = await this.withSpend([row]);
    if (project === undefined) throw new Error('a project was read and is not there');
    return project;
  }

  private async withSpend(rows: readonly ProjectRow[]): Promise<readonly StoredProject[]> {
    const now = this.clock.now();
    const refs = rows.map((row) => balanceOf('project', row.id, row, now));
    const balances = await readBalances(this.database, refs);
    return rows.map((row, index) => toStoredProject(row, balances[index] ?? 0n, now));
  }
}

interface ProjectChange extends ProjectWriting {
  readonly id: string;
  readonly before?: ProjectRow;
  readonly settings: ProjectSettings;
}

/** Judges a project that is made or changed, by how it and its team stand in the same transaction; the team is one that he reaches. */
async function judgeProject(
  tx: Prisma.TransactionClient,
  { id, before, settings, reach, judge }: ProjectChange,
): Promise<ProjectProblem | undefined> {
  const { budgetId, teamId = before?.teamId ?? null } = settings;
  const team = await findTeam(tx, teamId, reach);
  if (team === undefined) return { kind: 'unknown_team' };
  const { organizationId } = team;
  const place = { teamId, organizationId, projectId: id };
  const stood = before && { row: before, place: { ...place, teamId: before.teamId } };
  const organization = organizationId === null ? undefined : await findOrganization(tx, organizationId);
  const above = [{ name: `team ${teamId ?? ''}`, models: listOfModels(team) }, ...(organization ?? [])];
  const error = judgeHolder({ after: { settings, place }, above, judge, ...(stood && { before: stood }) });
  if (error !== undefined) return { kind: 'refused', error };
  if (budgetId == null) return undefined;
  const isLinkable = reach.kind === 'all' && (await isBudgetKnown(tx, budgetId));
  return isLinkable || budgetId === before?.budgetId ? undefined : { kind: 'unknown_budget' };
}

/** A project that was left without a team has nothing above it. */
async function findTeam(tx: Prisma.TransactionClient, id: string | null, reach: Reach) {
  if (id === null) return { models: [], accessGroupIds: [], organizationId: null };
  const where = { AND: [{ id }, visibleTeams(reach)] };
  return (
    (await tx.team.findFirst({ where, select: { models: true, accessGroupIds: true, organizationId: true } })) ??
    undefined
  );
}

/** The first of the projects that has keys. */
async function findKeys(tx: Prisma.TransactionClient, ids: readonly string[]): Promise<ProjectProblem | undefined> {
  const where = { projectId: { in: [...ids] } };
  const [first] = await tx.virtualKey.groupBy({
    by: ['projectId'],
    where,
    _count: true,
    orderBy: { projectId: 'asc' },
  });
  return first === undefined ? undefined : { kind: 'has_keys', id: first.projectId ?? '', keys: first._count };
}
