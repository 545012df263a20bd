import type { JsonObject } from '@tollgate/kernel';
import { limitsSql } from './limits-sql.js';

const { pick, window, ofModels } = limitsSql('h', 'b');

const limits = `${pick('max_budget_nano')}::text AS "maxBudgetNano", ${pick('soft_budget_nano')}::text AS "softBudgetNano", ${window('budget_duration')} AS duration,
  ${window('budget_time_zone')} AS "timeZone",
  (extract(epoch FROM coalesce(${window('budget_anchor')}, h.created_at)) * 1000)::float8 AS anchor,
  ${pick('rpm_limit')}::float8 AS "requestsPerMinute", ${pick('tpm_limit')}::float8 AS "tokensPerMinute",
  ${pick('max_parallel_requests')} AS "concurrentRequests",
  ${ofModels('model_max_budget')} AS "modelMaxBudget", ${ofModels('budget_time_zone')} AS "modelTimeZone",
  (extract(epoch FROM ${ofModels('created_at')}) * 1000)::float8 AS "modelsSince",
  num_nonnulls(h.budget_id, h.max_budget_nano, h.budget_duration, h.rpm_limit, h.tpm_limit, h.max_parallel_requests,
    nullif(h.model_max_budget, '{}')) > 0 AS limited,
  h.budget_id AS "budgetId"`;

/** Customers and tags by their ids (`$1`), each with its limits, in one statement. */
export const FIND_LABELS = `SELECT h.id, h.blocked, h.allowed_model_region AS "allowedRegion", h.default_model AS "defaultModel",
  '{}'::text[] AS models, ${limits}
FROM tollgate.customer AS h LEFT JOIN tollgate.budget AS b ON b.id = h.budget_id WHERE h.id = ANY($1::uuid[])
UNION ALL SELECT h.id, false, NULL, NULL, h.models, ${limits}
FROM tollgate.tag AS h LEFT JOIN tollgate.budget AS b ON b.id = h.budget_id WHERE h.id = ANY($1::uuid[])`;

/** The limits of a budget (`$1`) by itself. */
export const FIND_BUDGET = `SELECT max_budget_nano::text AS "maxBudgetNano", soft_budget_nano::text AS "softBudgetNano", budget_duration AS duration, budget_time_zone AS "timeZone",
  (extract(epoch FROM coalesce(budget_anchor, created_at)) * 1000)::float8 AS anchor, rpm_limit::float8 AS "requestsPerMinute",
  tpm_limit::float8 AS "tokensPerMinute", max_parallel_requests AS "concurrentRequests", model_max_budget AS "modelMaxBudget",
  budget_time_zone AS "modelTimeZone", (extract(epoch FROM created_at) * 1000)::float8 AS "modelsSince"
FROM tollgate.budget WHERE id = $1`;

/** A row of FIND_BUDGET; those of FIND_LABELS, and the holders of FIND_KEY, have more. */
export interface FoundLimits {
  readonly maxBudgetNano: string | null;
  readonly softBudgetNano: string | null;
  readonly duration: string | null;
  readonly timeZone: string | null;
  readonly anchor: number;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly concurrentRequests: number | null;
  /** As the admin API takes them: `{model: {budget_limit, time_period, …}}`. */
  readonly modelMaxBudget: JsonObject | null;
  /** Of whoever gives the budgets by model: the zone of their windows, and an instant of the day from which they are counted. */
  readonly modelTimeZone: string | null;
  readonly modelsSince: number;
}

export interface FoundLabel extends FoundLimits {
  readonly id: string;
  readonly blocked: boolean;
  readonly allowedRegion: string | null;
  readonly defaultModel: string | null;
  /** Empty: any. */
  readonly models: readonly string[];
  readonly limited: boolean;
  readonly budgetId: string | null;
}
