import { ALL_POWERS, type KeyPowers } from '@tollgate/canonical';
import { powersOf } from './holder-powers.js';
import type { KeyRow } from './key-row.js';
import type { KeySettings } from './stored-key.js';

/** What a stored key may. */
export function toPowers(key: Omit<KeyRow, 'budget' | 'secrets'>): KeyPowers {
  return {
    ...powersOf(key),
    aliases: key.aliases as KeyPowers['aliases'],
    allowedRoutes: key.allowedRoutes,
    tags: key.tags,
    enforcedParams: key.enforcedParams,
    routerSettings: key.routerSettings as KeyPowers['routerSettings'],
    tempBudgetIncreaseNano: key.tempBudgetIncreaseNano,
    tempBudgetExpiresAt: key.tempBudgetExpiresAt?.getTime() ?? null,
    expiresAt: key.expiresAt?.getTime() ?? null,
    blocked: key.blocked,
    userId: key.userId,
    teamId: key.teamId,
    organizationId: key.organizationId,
    projectId: key.projectId,
  };
}

/** What a key may once these settings are written over it. */
export function changePowers(before: KeyPowers, settings: KeySettings): KeyPowers {
  const said = Object.keys(ALL_POWERS).flatMap((name) => {
    const value = settings[name as keyof KeyPowers];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...before, ...Object.fromEntries(said) };
}
