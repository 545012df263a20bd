import type { UserRole } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import type { Sections } from './read-sections.js';

/** What the operator wants of every key, whoever makes it. Members of defaults and bounds have the names of `/key/generate`. */
export interface KeyRules {
  /** `default_key_generate_params` */
  readonly defaults: KeyDefaults;
  /** `upperbound_key_generate_params` */
  readonly bounds: KeyBounds;
  /** `key_generation_settings.team_key_generation` */
  readonly team: { readonly roles?: readonly ('admin' | 'user')[]; readonly required: readonly string[] };
  /** `key_generation_settings.personal_key_generation`: for keys without a team. */
  readonly personal: { readonly roles?: readonly UserRole[]; readonly required: readonly string[] };
  /** `general_settings.default_team_disabled` */
  readonly teamOnly: boolean;
  /** `enable_key_alias_format_validation` */
  readonly checksAliases: boolean;
}

/** The most that a key may have; a member that is absent is not bound. Dollars, counts, durations. */
export interface KeyBounds {
  readonly max_budget?: number;
  readonly budget_duration?: string;
  readonly duration?: string;
  readonly max_parallel_requests?: number;
  readonly tpm_limit?: number;
  readonly rpm_limit?: number;
}

export interface KeyDefaults extends KeyBounds {
  readonly user_id?: string;
  readonly team_id?: string;
  readonly models?: readonly string[];
  readonly metadata?: JsonObject;
}

export function keyRulesOf({ litellm, general }: Sections, teamOnlyByVariable: boolean | undefined): KeyRules {
  const { team_key_generation: team, personal_key_generation: personal } = litellm.key_generation_settings ?? {};
  return {
    defaults: said(litellm.default_key_generate_params ?? {}),
    bounds: said(litellm.upperbound_key_generate_params ?? {}),
    team: {
      required: team?.required_params ?? [],
      ...(team?.allowed_team_member_roles != null && { roles: team.allowed_team_member_roles }),
    },
    personal: {
      required: personal?.required_params ?? [],
      ...(personal?.allowed_user_roles != null && { roles: personal.allowed_user_roles }),
    },
    teamOnly: general.default_team_disabled ?? teamOnlyByVariable ?? false,
    checksAliases: litellm.enable_key_alias_format_validation ?? false,
  };
}

type Said<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };

/** YAML writes `duration:` for "none". */
function said<T extends object>(members: T): Said<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null)) as Said<T>;
}
