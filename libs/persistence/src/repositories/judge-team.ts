import type { Prisma } from '../generated/prisma/client.js';
import { findOrganization } from './find-above.js';
import { judgeHolder, type RefuseHolder } from './holder-powers.js';
import { refuseMemberModels } from './refuse-member-models.js';
import type { TeamProblem, TeamSettings } from './stored-team.js';
import type { TeamRow } from './team-row.js';

interface TeamChange {
  readonly id: string;
  readonly before?: TeamRow;
  readonly settings: TeamSettings;
  readonly refuse: RefuseHolder;
}

/** Judges a team that is made or changed, by how it and its organization stand in the same transaction. */
export async function judgeTeam(
  tx: Prisma.TransactionClient,
  { id, before, settings, refuse }: TeamChange,
): Promise<TeamProblem | undefined> {
  const { organizationId = before?.organizationId ?? null } = settings;
  const above = organizationId === null ? [] : await findOrganization(tx, organizationId);
  if (above === undefined) return { kind: 'unknown_organization' };
  const place = { teamId: id, organizationId, projectId: null };
  const stood = before && { row: before, place: { ...place, organizationId: before.organizationId } };
  const models = [...(settings.models ?? before?.models ?? [])];
  const error =
    judgeHolder({ after: { settings, place }, above, refuse, ...(stood && { before: stood }) }) ??
    refuseMemberModels({ id, models }, settings.defaultMemberModels);
  return error === undefined ? undefined : { kind: 'refused', error };
}
