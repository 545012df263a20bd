import type { Reach } from '@tollgate/auth';
import { defaultsOfUser, type UserRules } from '@tollgate/config';
import type { NewUsers, UserSettings } from '@tollgate/persistence';
import type { UserSettingsDto } from './dto/user-settings.dto.js';

/** The operator's rules for users (`default_internal_user_params`, `max_internal_user_budget` …), at every door by which one is made. */
export class UserPolicy {
  constructor(private readonly rules: UserRules) {}

  /** Teams that every user may join; undefined: the operator named none. */
  get availableTeams(): readonly string[] | undefined {
    return this.rules.availableTeams;
  }

  /** What is written of a new user: what was said, then the defaults. */
  settingsOfNew(said: UserSettings): UserSettings & { readonly role: NonNullable<UserSettings['role']> } {
    const { role } = said;
    if (role === 'org_admin') return { ...said, role };
    const { role: byDefault = 'internal_user', ...limits } = defaultsOfUser(this.rules, {
      ...said,
      role: role ?? null,
    });
    return { ...said, ...limits, role: role ?? byDefault };
  }

  /** The teams that a new user joins of whom none were said. */
  placesOfNew(dto: UserSettingsDto): UserSettingsDto {
    const { teams } = this.rules;
    const isAdmin = dto.user_role === 'proxy_admin';
    return dto.teams == null && !isAdmin && teams.length > 0 ? { ...dto, teams } : dto;
  }

  /** What users become who are made on the way, as members: with a reach over one team alone, users of that team alone. */
  newUsersOf(reach: Reach): NewUsers {
    return reach.kind === 'all'
      ? { ...this.settingsOfNew({}), addressIds: true }
      : this.settingsOfNew({ role: 'internal_user_viewer', models: ['no-default-models'] });
  }
}
