import type { Above } from '@tollgate/admission';
import { type GatewayError, type HolderPowers, listOfModels } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';
import type { WindowSettings } from './window-columns.js';

/** Why a team or a project must not become what it is to be; undefined: it may. `before` is absent where it is made. */
export type RefuseHolder = (before: HolderPowers | undefined, after: HolderPowers) => GatewayError | undefined;

/** Judges what is given to a team or a project. */
export interface HolderJudge {
  readonly refuse: RefuseHolder;
  /** Whether a list names what who stands above does not allow. */
  readonly refuseAbove: (models: readonly string[], above: Above) => GatewayError | undefined;
}

type Place = Pick<HolderPowers, 'teamId' | 'organizationId' | 'projectId'>;
type Powers = Omit<HolderPowers, keyof Place>;
/** Powers as a caller says them. */
type SaidPowers = Partial<Omit<Powers, 'budgetAnchor'>> & Pick<WindowSettings, 'budgetAnchor'>;

/** Rows of teams, projects and keys have these. */
interface PowerColumns {
  readonly models: readonly string[];
  /** Where its table has them. */
  readonly accessGroupIds?: readonly string[];
  readonly maxBudgetNano: bigint | null;
  readonly budgetDuration: string | null;
  readonly budgetTimeZone: string | null;
  readonly budgetAnchor: Date | null;
  /** Where its table has them. */
  readonly budgetLimits?: Prisma.JsonValue;
  readonly budgetId: string | null;
  readonly rpmLimit: bigint | null;
  readonly tpmLimit: bigint | null;
  readonly maxParallelRequests: number | null;
  readonly modelMaxBudget: Prisma.JsonValue;
  readonly modelRpmLimit: Prisma.JsonValue;
  readonly modelTpmLimit: Prisma.JsonValue;
}

export interface HolderJudging {
  /** How it stands in the transaction, and where; absent: it is made. */
  readonly before?: { readonly row: PowerColumns; readonly place: Place };
  /** What is said of it, and where it is to stand. */
  readonly after: { readonly settings: SaidPowers; readonly place: Place };
  /** Who is above it then, from the nearest up. */
  readonly above: readonly Above[];
  readonly judge: HolderJudge;
}

/** Judges a team or a project that is made or changed: what the caller gives, then what stands above it. */
export function judgeHolder({ before, after, above, judge }: HolderJudging): GatewayError | undefined {
  const old = before === undefined ? undefined : { ...powersOf(before.row), ...before.place };
  const powers = { ...(old ?? NO_POWERS_SAID), ...powersIn(after.settings), ...after.place };
  const refusal = judge.refuse(old, powers);
  if (refusal !== undefined) return refusal;
  const { models, accessGroupIds } = after.settings;
  const isGiven = models !== undefined || accessGroupIds !== undefined || isMoved(old, powers);
  return isGiven ? firstOf(above.map((holder) => judge.refuseAbove(listOfModels(powers), holder))) : undefined;
}

/** Of what nothing was said. */
export const NO_POWERS_SAID: Powers = {
  models: [],
  accessGroupIds: [],
  maxBudgetNano: null,
  budgetDuration: null,
  budgetTimeZone: null,
  budgetAnchor: null,
  budgetLimits: [],
  budgetId: null,
  rpmLimit: null,
  tpmLimit: null,
  maxParallelRequests: null,
  modelMaxBudget: {},
  modelRpmLimit: {},
  modelTpmLimit: {},
};

/** What a row says of powers. */
export function powersOf(row: PowerColumns): Powers {
  return {
    models: row.models,
    accessGroupIds: row.accessGroupIds ?? [],
    maxBudgetNano: row.maxBudgetNano,
    budgetDuration: row.budgetDuration,
    budgetTimeZone: row.budgetTimeZone,
    budgetAnchor: row.budgetAnchor?.getTime() ?? null,
    budgetLimits: (row.budgetLimits ?? []) as unknown as Powers['budgetLimits'],
    budgetId: row.budgetId,
    rpmLimit: row.rpmLimit === null ? null : Number(row.rpmLimit),
    tpmLimit: row.tpmLimit === null ? null : Number(row.tpmLimit),
    maxParallelRequests: row.maxParallelRequests,
    modelMaxBudget: row.modelMaxBudget as JsonObject,
    modelRpmLimit: (row.modelRpmLimit ?? {}) as JsonObject,
    modelTpmLimit: (row.modelTpmLimit ?? {}) as JsonObject,
  };
}

/** What is said of powers; what is not said stays. */
export function powersIn({ budgetAnchor: anchor, ...settings }: SaidPowers): Partial<Powers> {
  // without its zone it is compared as another than the one that is there: whoever may not move it names an instant
  const budgetAnchor = typeof anchor === 'object' && anchor !== null ? NaN : anchor;
  return Object.fromEntries(
    Object.entries({ ...settings, budgetAnchor }).filter(
      ([name, value]) => name in NO_POWERS_SAID && value !== undefined,
    ),
  );
}

function isMoved(old: Place | undefined, next: Place): boolean {
  return old?.teamId !== next.teamId || old.organizationId !== next.organizationId;
}

function firstOf(refusals: readonly (GatewayError | undefined)[]): GatewayError | undefined {
  return refusals.find((refusal) => refusal !== undefined);
}
