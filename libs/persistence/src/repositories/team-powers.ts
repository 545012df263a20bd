import { refuseModelsAbove } from '@tollgate/admission';
import type { GatewayError, HolderPowers } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';
import type { TeamProblem, TeamSettings } from './stored-team.js';
import type { TeamRow } from './team-row.js';

/** Why a team or a project must not become what it is to be; undefined: it may. `before` is absent where it is made. */
export type RefuseHolder = (before: HolderPowers | undefined, after: HolderPowers) => GatewayError | undefined;

/** Judges a team that is made, or changed (`before`), by how it and its organization stand in the same transaction. */
export async function judgeTeam(
  tx: Prisma.TransactionClient,
  { id, before, settings, refuse }: TeamChange,
): Promise<TeamProblem | undefined> {
  const powers = before === undefined ? undefined : toPowers(before);
  const after = { ...(powers ?? NOTHING_SAID), ...powersIn(settings), teamId: id };
  const { organizationId } = after;
  const organization =
    organizationId === null
      ? null
      : await tx.organization.findUnique({ where: { id: organizationId }, select: { models: true } });
  if (organizationId !== null && organization === null) return { kind: 'unknown_organization' };
  const isGiven = settings.models !== undefined || organizationId !== (before?.organizationId ?? null);
  const above =
    organization === null || !isGiven
      ? undefined
      : { name: `organization ${organizationId ?? ''}`, models: organization.models };
  const error = refuse(powers, after) ?? refuseModelsAbove(after.models, above);
  return error === undefined ? undefined : { kind: 'refused', error };
}

interface TeamChange {
  readonly id: string;
  readonly before?: TeamRow;
  readonly settings: TeamSettings;
  readonly refuse: RefuseHolder;
}

const NOTHING_SAID: HolderPowers = {
  models: [],
  maxBudgetNano: null,
  budgetDuration: null,
  budgetId: null,
  rpmLimit: null,
  tpmLimit: null,
  maxParallelRequests: null,
  modelMaxBudget: {},
  modelRpmLimit: {},
  modelTpmLimit: {},
  teamId: null,
  organizationId: null,
  projectId: null,
};

function toPowers(team: TeamRow): HolderPowers {
  return {
    models: team.models,
    maxBudgetNano: team.maxBudgetNano,
    budgetDuration: team.budgetDuration,
    budgetId: team.budgetId,
    rpmLimit: team.rpmLimit === null ? null : Number(team.rpmLimit),
    tpmLimit: team.tpmLimit === null ? null : Number(team.tpmLimit),
    maxParallelRequests: team.maxParallelRequests,
    modelMaxBudget: team.modelMaxBudget as JsonObject,
    modelRpmLimit: (team.modelRpmLimit ?? {}) as JsonObject,
    modelTpmLimit: (team.modelTpmLimit ?? {}) as JsonObject,
    teamId: team.id,
    organizationId: team.organizationId,
    projectId: null,
  };
}

/** What is said of powers; what is not said stays. */
function powersIn(settings: TeamSettings): Partial<HolderPowers> {
  const said = Object.entries(settings).filter(([name, value]) => name in NOTHING_SAID && value !== undefined);
  return Object.fromEntries(said);
}
