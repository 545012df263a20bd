import { ALL_POWERS, type KeyPowers } from '@tollgate/canonical';
import type { JsonObject } from '@tollgate/kernel';
import type { KeyRow } from './key-row.js';
import type { KeySettings } from './stored-key.js';

/** What a stored key may. */
export function toPowers(key: Omit<KeyRow, 'budget' | 'secrets'>): KeyPowers {
  return {
    models: key.models,
    aliases: key.aliases as KeyPowers['aliases'],
    allowedRoutes: key.allowedRoutes,
    tags: key.tags,
    maxBudgetNano: key.maxBudgetNano,
    budgetDuration: key.budgetDuration,
    budgetTimeZone: key.budgetTimeZone,
    budgetAnchor: key.budgetAnchor?.getTime() ?? null,
    budgetId: key.budgetId,
    tempBudgetIncreaseNano: key.tempBudgetIncreaseNano,
    tempBudgetExpiresAt: key.tempBudgetExpiresAt?.getTime() ?? null,
    budgetLimits: (key.budgetLimits ?? []) as unknown as KeyPowers['budgetLimits'],
    rpmLimit: key.rpmLimit === null ? null : Number(key.rpmLimit),
    tpmLimit: key.tpmLimit === null ? null : Number(key.tpmLimit),
    maxParallelRequests: key.maxParallelRequests,
    modelMaxBudget: key.modelMaxBudget as JsonObject,
    modelRpmLimit: (key.modelRpmLimit ?? {}) as JsonObject,
    modelTpmLimit: (key.modelTpmLimit ?? {}) as JsonObject,
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
