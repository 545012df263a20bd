import type { Instant } from '@tollgate/kernel';
import { jsonColumn } from '../database/json-column.js';
import { type Prisma } from '../generated/prisma/client.js';
import type { KeySettings } from './stored-key.js';
import { withoutWindow } from './window-columns.js';

/** Settings as columns; what was not said is not there. */
export function toKeyColumns(
  settings: KeySettings,
): Omit<Prisma.VirtualKeyUncheckedUpdateInput, 'id' | 'secrets'> & Partial<Prisma.VirtualKeyUncheckedCreateInput> {
  const { expiresAt, models, aliases, metadata, tags, enforcedParams, allowedRoutes, tpmLimit, rpmLimit, ...others } =
    withoutWindow(settings);
  const {
    modelMaxBudget,
    modelRpmLimit,
    modelTpmLimit,
    budgetLimits,
    tempBudgetExpiresAt,
    accessGroupIds,
    boundBy,
    routerSettings,
    ...same
  } = others;
  return {
    ...same,
    ...(expiresAt === undefined ? {} : { expiresAt: toDate(expiresAt) }),
    ...(tempBudgetExpiresAt === undefined ? {} : { tempBudgetExpiresAt: toDate(tempBudgetExpiresAt) }),
    ...(budgetLimits === undefined ? {} : { budgetLimits: jsonColumn(budgetLimits.map((limit) => ({ ...limit }))) }),
    ...(models === undefined ? {} : { models: [...models] }),
    ...(accessGroupIds === undefined ? {} : { accessGroupIds: [...accessGroupIds] }),
    ...(boundBy === undefined ? {} : { boundBy: [...boundBy] }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(enforcedParams === undefined ? {} : { enforcedParams: [...enforcedParams] }),
    ...(allowedRoutes === undefined ? {} : { allowedRoutes: [...allowedRoutes] }),
    ...(aliases === undefined ? {} : { aliases: aliases }),
    ...(modelMaxBudget === undefined ? {} : { modelMaxBudget: jsonColumn(modelMaxBudget) }),
    ...(modelRpmLimit === undefined ? {} : { modelRpmLimit: jsonColumn(modelRpmLimit) }),
    ...(modelTpmLimit === undefined ? {} : { modelTpmLimit: jsonColumn(modelTpmLimit) }),
    ...(routerSettings === undefined ? {} : { routerSettings: jsonColumn(routerSettings) }),
    ...(metadata === undefined ? {} : { metadata: jsonColumn(metadata) }),
    ...(tpmLimit === undefined ? {} : { tpmLimit: toBigint(tpmLimit) }),
    ...(rpmLimit === undefined ? {} : { rpmLimit: toBigint(rpmLimit) }),
  };
}

function toBigint(count: number | null): bigint | null {
  return count === null ? null : BigInt(count);
}

function toDate(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant);
}
