import type { JsonValue, NanoUsd } from '@tollgate/kernel';
import type { Sections } from './read-sections.js';

type Role = 'proxy_admin' | 'proxy_admin_viewer' | 'internal_user' | 'internal_user_viewer';

/** What a user is given of whom nothing else was said. */
interface UserDefaults {
  readonly role?: Role;
  readonly models?: readonly string[];
  readonly maxBudgetNano?: NanoUsd;
  readonly budgetDuration?: string;
  readonly tpmLimit?: number;
  readonly rpmLimit?: number;
  readonly maxParallelRequests?: number;
}

/** What the operator wants of every user, however it is made; proxy admins are left alone. */
export interface UserRules {
  /** `default_internal_user_params` */
  readonly defaults: UserDefaults;
  /** `max_internal_user_budget` and `internal_user_budget_duration`: of users with the role `internal_user`, where the defaults say nothing. */
  readonly internal: Pick<UserDefaults, 'maxBudgetNano' | 'budgetDuration'>;
  /** Teams that who is made by `/user/new` joins, in that route's form. */
  readonly teams: readonly JsonValue[];
  /** Teams that every user may join; undefined: none was named. */
  readonly availableTeams?: readonly string[];
}

export function userRulesOf({ litellm }: Sections): UserRules {
  const { available_teams: available, teams, ...params } = litellm.default_internal_user_params ?? {};
  return {
    defaults: said({
      role: params.user_role,
      models: params.models,
      maxBudgetNano: params.max_budget,
      budgetDuration: params.budget_duration,
      tpmLimit: params.tpm_limit,
      rpmLimit: params.rpm_limit,
      maxParallelRequests: params.max_parallel_requests,
    }),
    internal: said({
      maxBudgetNano: litellm.max_internal_user_budget,
      budgetDuration: litellm.internal_user_budget_duration,
    }),
    teams: (teams ?? []).map((team) => (typeof team === 'string' ? team : said(team))),
    ...(available != null && { availableTeams: available }),
  };
}

/** What may be said of a user's limits; null says as little as nothing, and an empty list of models too. */
type SaidOfUser = { readonly [K in keyof UserDefaults]?: UserDefaults[K] | null };

/** What the rules add to what was said of a new user. */
export function defaultsOfUser({ defaults, internal }: UserRules, said: SaidOfUser): UserDefaults {
  if (said.role === 'proxy_admin') return {};
  const isOpen = (name: keyof UserDefaults): boolean =>
    name === 'models' ? (said.models ?? []).length === 0 : said[name] == null;
  const role = said.role ?? defaults.role ?? 'internal_user';
  const all: UserDefaults = { ...(role === 'internal_user' ? internal : {}), ...defaults };
  const open = Object.entries(all).filter(([name]) => isOpen(name as keyof UserDefaults));
  return Object.fromEntries(open);
}

type Said<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

/** YAML writes `max_budget:` for "none". */
function said<T extends object>(members: T): Said<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null)) as Said<T>;
}
