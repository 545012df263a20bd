import type { Instant, JsonObject, NanoUsd } from '@tollgate/kernel';

/** A budget beside a holder's own, as the admin API takes it: dollars for each window of the duration. */
export interface BudgetLimit {
  readonly budget_duration: string;
  readonly max_budget: number;
}

/** What a key may, at whose cost and for how long: everything of it that can be more or less. `null`: no limit, or none. */
export interface KeyPowers {
  /** Empty, with no access groups beside them: all. */
  readonly models: readonly string[];
  /** Access groups that it was given by their ids: on its list beside the models. */
  readonly accessGroupIds: readonly string[];
  readonly aliases: Readonly<Record<string, string>>;
  /** What it sets of the router, as the admin API takes it; empty: nothing. */
  readonly routerSettings: JsonObject;
  /** Empty: all. */
  readonly allowedRoutes: readonly string[];
  readonly tags: readonly string[];
  /** What each of its calls has to say. */
  readonly enforcedParams: readonly string[];
  readonly maxBudgetNano: NanoUsd | null;
  readonly budgetDuration: string | null;
  /** Where the windows of its budgets begin: a zone, and an instant at which one does; `null`: the usual. */
  readonly budgetTimeZone: string | null;
  readonly budgetAnchor: Instant | null;
  readonly budgetId: string | null;
  /** What the budget is raised by, and until when; `null`: it is not. */
  readonly tempBudgetIncreaseNano: NanoUsd | null;
  readonly tempBudgetExpiresAt: Instant | null;
  /** Budgets that hold beside the key's own; empty: none. */
  readonly budgetLimits: readonly BudgetLimit[];
  readonly rpmLimit: number | null;
  readonly tpmLimit: number | null;
  readonly maxParallelRequests: number | null;
  /** Limits by model, as the admin API takes them; empty: none. */
  readonly modelMaxBudget: JsonObject;
  readonly modelRpmLimit: JsonObject;
  readonly modelTpmLimit: JsonObject;
  readonly expiresAt: Instant | null;
  readonly blocked: boolean | null;
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly organizationId: string | null;
  readonly projectId: string | null;
}

/** What a team or a project may, all of its keys together: everything of it that can be more or less. */
export type HolderPowers = Omit<
  KeyPowers,
  | 'aliases'
  | 'routerSettings'
  | 'allowedRoutes'
  | 'tags'
  | 'enforcedParams'
  | 'expiresAt'
  | 'blocked'
  | 'userId'
  | keyof TemporaryBudget
>;

type TemporaryBudget = Pick<KeyPowers, 'tempBudgetIncreaseNano' | 'tempBudgetExpiresAt'>;

/** What limits the use of something. */
export type LimitPowers = Pick<
  HolderPowers,
  | 'maxBudgetNano'
  | 'budgetDuration'
  | 'budgetTimeZone'
  | 'budgetAnchor'
  | 'budgetLimits'
  | 'budgetId'
  | 'rpmLimit'
  | 'tpmLimit'
  | 'maxParallelRequests'
  | 'modelMaxBudget'
  | 'modelRpmLimit'
  | 'modelTpmLimit'
> &
  Partial<TemporaryBudget>;

/** A key of which nothing was said: it may everything, and belongs to nobody. */
export const ALL_POWERS: KeyPowers = {
  models: [],
  accessGroupIds: [],
  aliases: {},
  routerSettings: {},
  allowedRoutes: [],
  tags: [],
  enforcedParams: [],
  maxBudgetNano: null,
  budgetDuration: null,
  budgetTimeZone: null,
  budgetAnchor: null,
  budgetId: null,
  tempBudgetIncreaseNano: null,
  tempBudgetExpiresAt: null,
  budgetLimits: [],
  rpmLimit: null,
  tpmLimit: null,
  maxParallelRequests: null,
  modelMaxBudget: {},
  modelRpmLimit: {},
  modelTpmLimit: {},
  expiresAt: null,
  blocked: null,
  userId: null,
  teamId: null,
  organizationId: null,
  projectId: null,
};

/** The list of models with the access groups that were given by their ids: what is asked for a call. Empty: all. */
export function listOfModels({
  models,
  accessGroupIds,
}: Pick<KeyPowers, 'models' | 'accessGroupIds'>): readonly string[] {
  return accessGroupIds.length === 0 ? models : [...models, ...accessGroupIds];
}
