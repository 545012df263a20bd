import { type GatewayError, type HolderPowers, listOfModels } from '@tollgate/canonical';
import type { Prisma } from '../generated/prisma/client.js';
import { findOrganization } from './find-above.js';
import { findUnknownGroup } from './find-unknown-group.js';
import { judgeHolder, NO_POWERS_SAID, powersIn, powersOf } from './holder-powers.js';
import type { TeamProblem, TeamSettings } from './stored-team.js';
import type { TeamJudge } from './team-judge.js';
import type { TeamRow } from './team-row.js';

interface TeamChange {
  readonly id: string;
  readonly before?: TeamRow | undefined;
  readonly settings: TeamSettings;
  readonly judge: TeamJudge;
}

/** Judges a team that is made or changed, by how it and its organization stand in the same transaction. */
export async function judgeTeam(
  tx: Prisma.TransactionClient,
  { id, before, settings, judge }: TeamChange,
): Promise<TeamProblem | undefined> {
  const { organizationId = before?.organizationId ?? null } = settings;
  const above = organizationId === null ? [] : await findOrganization(tx, organizationId);
  if (above === undefined) return { kind: 'unknown_organization' };
  const place = { teamId: id, organizationId, projectId: null };
  const stood = before && { row: before, place: { ...place, organizationId: before.organizationId } };
  const { models = before?.models ?? [], accessGroupIds = before?.accessGroupIds ?? [] } = settings;
  const list = listOfModels({ models, accessGroupIds });
  const error =
    judgeHolder({ after: { settings, place }, above, judge, ...(stood && { before: stood }) }) ??
    judgePermissions({ id, before, settings, judge }, place) ??
    judgeDefaults({ id, before, settings, judge }, place) ??
    judge.refuseAbove(settings.defaultMemberModels ?? [], { name: `team ${id}`, models: list });
  if (error !== undefined) return { kind: 'refused', error };
  // who may not give a group is not told whether it is there
  const unknown = await findUnknownGroup(tx, settings.accessGroupIds, before?.accessGroupIds);
  return unknown === undefined ? undefined : { kind: 'unknown_access_group', id: unknown };
}

type Place = Pick<HolderPowers, 'teamId' | 'organizationId' | 'projectId'>;

function judgePermissions({ before, settings, judge }: TeamChange, place: Place): GatewayError | undefined {
  const { memberPermissions } = settings;
  if (memberPermissions === undefined) return undefined;
  return judge.refusePermissions(before?.memberPermissions ?? [], memberPermissions, place);
}

/** What members have by default, of a team that has some: in a new one nobody had anything. */
function judgeDefaults({ before, settings, judge }: TeamChange, place: Place): GatewayError | undefined {
  const { memberLimits, defaultMemberModels: models } = settings;
  if (before === undefined || (memberLimits === undefined && models === undefined)) return undefined;
  const { defaultMemberBudget: budget, defaultMemberModels } = before;
  const limits =
    budget && powersOf({ ...budget, models: [], budgetId: null, modelRpmLimit: null, modelTpmLimit: null });
  const held = { ...NO_POWERS_SAID, ...limits, models: defaultMemberModels, ...place };
  return judge.refuse(held, { ...held, ...powersIn({ ...memberLimits, ...(models !== undefined && { models }) }) });
}
