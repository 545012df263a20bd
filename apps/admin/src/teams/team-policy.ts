import type { TeamRules } from '@tollgate/config';
import type { TeamSettings } from '@tollgate/persistence';
import { refusePermissions } from './read-team-settings.js';

/** The operator's defaults for new teams (`litellm_settings.default_team_params`), wherever one is made. */
export class TeamPolicy {
  /** Throws where the defaults give a permission that there is not: teams would be made without it. */
  constructor(private readonly rules: TeamRules) {
    const refusal = refusePermissions(rules.memberPermissions);
    if (refusal !== undefined)
      throw new Error(`litellm_settings.default_team_params.team_member_permissions: ${refusal.message}`);
  }

  /** What is written of a new team: what was said, then the defaults. null and an empty list say as little as nothing. */
  settingsOfNew(said: TeamSettings): TeamSettings {
    const isOpen = (name: keyof TeamRules): boolean => {
      const value = said[name];
      return value == null || (Array.isArray(value) && value.length === 0);
    };
    const open = Object.entries(this.rules).filter(([name]) => isOpen(name as keyof TeamRules));
    return { ...said, ...Object.fromEntries(open) };
  }
}
