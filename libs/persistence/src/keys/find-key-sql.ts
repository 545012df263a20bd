import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { FoundLimits } from './find-labels-sql.js';
import { limitsSql } from './limits-sql.js';

/**
 * Tables that can limit a caller, as `FROM` names them, each with the alias of its linked budget, what it limits by model, and its
 * columns of money beside the budget.
 */
export const HOLDERS = [
  { scope: 'key', holder: 'k', budget: 'k_budget', modelRates: true, further: ['budget_limits', 'temp_budget'] },
  { scope: 'user', holder: 'u', budget: 'u_budget', modelRates: true, further: [] },
  { scope: 'team', holder: 't', budget: 't_budget', modelRates: true, further: ['budget_limits'] },
  { scope: 'team_member', holder: 'm', budget: 'm_budget', modelRates: false, further: [] },
  { scope: 'project', holder: 'p', budget: 'p_budget', modelRates: true, further: [] },
  { scope: 'organization', holder: 'o', budget: 'o_budget', modelRates: true, further: [] },
  {
    scope: 'organization_member',
    holder: 'om',
    budget: 'om_budget',
    modelRates: false,
    further: [],
  },
] as const satisfies readonly Holder[];

/** Keys with limits that a key was made with: their limits hold beside its own. */
const BINDING: Holder = {
  scope: 'key',
  holder: 'b',
  budget: 'b_budget',
  modelRates: true,
  further: ['budget_limits', 'temp_budget'],
};

/** Members of organizations as a table of `FROM`, with a budget of their own alone: other limits come from a linked one. */
export const ORGANIZATION_MEMBERS = `(SELECT *, NULL::bigint AS soft_budget_nano, NULL::bigint AS rpm_limit, NULL::bigint AS tpm_limit,
  NULL::int AS max_parallel_requests, '{}'::jsonb AS model_max_budget FROM tollgate.organization_member)`;

export interface Holder {
  readonly scope: string;
  readonly holder: string;
  readonly budget: string;
  /** Whether its table has requests and tokens per minute by model. */
  readonly modelRates: boolean;
  readonly further: readonly ('budget_limits' | 'temp_budget')[];
}

/** The limits of a holder, and of its budget, as one JSON object (FoundHolder); null where there is no such holder. */
export function limitsOf({ scope, holder, budget, modelRates, further }: Holder): string {
  const { pick, window, ofModels } = limitsSql(holder, budget);
  return `CASE WHEN ${holder}.id IS NOT NULL THEN json_build_object(
    'scope', '${scope}', 'id', ${holder}.id, 'maxBudgetNano', ${pick('max_budget_nano')}::text,
    'softBudgetNano', ${pick('soft_budget_nano')}::text,
    'duration', ${window('budget_duration')}, 'timeZone', ${window('budget_time_zone')}, 'ownTimeZone', ${holder}.budget_time_zone,
    'anchor', round(extract(epoch FROM coalesce(${window('budget_anchor')}, ${holder}.created_at)) * 1000),
    'requestsPerMinute', ${pick('rpm_limit')}, 'tokensPerMinute', ${pick('tpm_limit')},
    'concurrentRequests', ${pick('max_parallel_requests')},
    'createdAt', round(extract(epoch FROM ${holder}.created_at) * 1000),
    'budgetLimits', ${further.includes('budget_limits') ? `${holder}.budget_limits` : 'NULL'},
    'increaseNano', ${further.includes('temp_budget') ? `${holder}.temp_budget_increase_nano::text` : 'NULL'},
    'increaseUntil', ${further.includes('temp_budget') ? `round(extract(epoch FROM ${holder}.temp_budget_expires_at) * 1000)` : 'NULL'},
    'modelMaxBudget', ${ofModels('model_max_budget')}, 'modelTimeZone', ${ofModels('budget_time_zone')},
    'modelsSince', round(extract(epoch FROM ${ofModels('created_at')}) * 1000),
    'modelRpmLimit', ${modelRates ? `${holder}.model_rpm_limit` : 'NULL'},
    'modelTpmLimit', ${modelRates ? `${holder}.model_tpm_limit` : 'NULL'}) END`;
}

/**
 * Every scope that can limit who `from` names as `k`, in one statement. Access groups stand on
 * the lists of models by their ids. Its organization is its team's, else its project's, else its
 * own: none leaves the limits of its team's by a name of its own. A member without limits or models of its own
 * has the team's default for members. A key is served while all that bind it are there and not blocked.
 */
const selectFrom = (
  from: string,
  expiresAt: string,
  secret: string,
): string => `SELECT k.id, k.alias, k.name, k.models || k.access_group_ids AS models, k.aliases, k.router_settings, t.router_settings AS team_router_settings, k.allowed_routes, k.enforced_params, k.lent,
  k.metadata, k.user_id,
  ARRAY(SELECT DISTINCT tag FROM unnest(k.tags || coalesce(t.tags, '{}') || coalesce(p.tags, '{}')) AS tag ORDER BY tag) AS tags,
  ${expiresAt} AS expires_at, ${secret},
  (k.blocked IS TRUE OR bound.present < coalesce(cardinality(k.bound_by), 0)) AS blocked, bound.blocked_id AS blocked_binding_id,
  coalesce(p.blocked, false) AS project_blocked, coalesce(u.blocked, false) AS user_blocked, coalesce(o.blocked, false) AS organization_blocked,
  coalesce(t.blocked, false) AS team_blocked, u.role AS role, u.email AS user_email, u.models AS user_models, t.id AS team_id, t.alias AS team_alias,
  t.models || t.access_group_ids AS team_models, t.model_aliases AS team_aliases, k.tags AS own_tags,
  CASE WHEN cardinality(m.models) = 0 THEN t.default_member_models ELSE m.models END AS member_models, m.id AS team_member_id,
  p.id AS project_id, p.models AS project_models, o.id AS organization_id, o.models AS organization_models,
  (SELECT amount_nano FROM tollgate.scope_balance
    WHERE scope = 'key' AND scope_id = k.id::text AND window_start = to_timestamp(0)) AS lifetime_nano,
  array_remove(ARRAY[${HOLDERS.map(({ budget }) => `${budget}.id`).join(', ')}] || bound.budget_ids, NULL) AS budget_ids,
  ARRAY[${HOLDERS.map(limitsOf).join(', ')}] || bound.holders AS holders
FROM ${from}
  LEFT JOIN tollgate.app_user AS u ON u.id = k.user_id
  LEFT JOIN tollgate.team AS t ON t.id = k.team_id
  LEFT JOIN tollgate.team_member AS m ON m.team_id = k.team_id AND m.user_id = k.user_id
  LEFT JOIN tollgate.project AS p ON p.id = k.project_id
  LEFT JOIN tollgate.organization AS o ON o.id = coalesce(t.organization_id, p.organization_id, k.organization_id)
  LEFT JOIN ${ORGANIZATION_MEMBERS} AS om ON om.organization_id = o.id AND om.user_id = k.user_id
  LEFT JOIN tollgate.budget AS k_budget ON k_budget.id = k.budget_id
  LEFT JOIN tollgate.budget AS u_budget ON u_budget.id = u.budget_id
  LEFT JOIN tollgate.budget AS t_budget ON t_budget.id = t.budget_id
  LEFT JOIN tollgate.budget AS m_budget ON m_budget.id = coalesce(m.budget_id, t.default_member_budget_id)
  LEFT JOIN tollgate.budget AS p_budget ON p_budget.id = p.budget_id
  LEFT JOIN tollgate.budget AS o_budget ON o_budget.id = o.budget_id
  LEFT JOIN tollgate.budget AS om_budget ON om_budget.id = om.budget_id
  CROSS JOIN LATERAL (SELECT count(*) AS present, (array_agg(b.id ORDER BY b.created_at, b.id) FILTER (WHERE b.blocked))[1] AS blocked_id,
    min(b.expires_at) AS expires_at,
    array_agg(b_budget.id) AS budget_ids, array_agg(${limitsOf(BINDING)} ORDER BY b.created_at, b.id) AS holders
    FROM tollgate.virtual_key AS b LEFT JOIN tollgate.budget AS b_budget ON b_budget.id = b.budget_id
    WHERE b.id = ANY(k.bound_by)) AS bound`;

/** Who a secret (`$1`, its SHA-256 in hex) belongs to. */
export const FIND_KEY = `${selectFrom(
  'tollgate.key_secret AS s JOIN tollgate.virtual_key AS k ON k.id = s.key_id',
  'least(k.expires_at, s.expires_at, bound.expires_at)',
  `s.expires_at AS secret_expires_at, s.sealed IS NOT NULL AND s.collected_at IS NOT NULL AS secret_is_new,
  EXISTS (SELECT 1 FROM tollgate.key_secret AS n WHERE n.key_id = k.id AND n.sealed IS NOT NULL AND n.collected_at IS NULL) AS rotation_uncollected`,
)} WHERE s.hash = $1`;

/** The same for callers without a key: `$1` is a list of rows as keys have them, of which those that name what there is not are left out. */
export const FIND_CALLERS = `${selectFrom(
  `(SELECT r.*, sent.position FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS sent(value, position)
    CROSS JOIN LATERAL jsonb_populate_record(NULL::tollgate.virtual_key, sent.value) AS r) AS k`,
  'k.expires_at',
  'NULL::timestamptz AS secret_expires_at, false AS secret_is_new, false AS rotation_uncollected',
)} WHERE (k.team_id IS NULL OR t.id IS NOT NULL) AND (k.organization_id IS NULL OR o.id IS NOT NULL)
  AND (k.organization_id IS NULL OR t.organization_id IS NULL OR t.organization_id = k.organization_id)
ORDER BY k.position`;

export interface FoundHolder extends FoundLimits {
  readonly scope: (typeof HOLDERS)[number]['scope'];
  readonly id: string;
  /** Of the holder itself, whoever gives the window: that of `budgetLimits`. */
  readonly ownTimeZone: string | null;
  readonly createdAt: number;
  /** As the admin API takes them: `[{budget_duration, max_budget}]`. */
  readonly budgetLimits: JsonValue;
  /** What the budget is raised by, nano-dollars, before the instant. */
  readonly increaseNano: string | null;
  readonly increaseUntil: number | null;
  /** As the admin API takes them: `{model: count}`. */
  readonly modelRpmLimit: JsonObject | null;
  readonly modelTpmLimit: JsonObject | null;
}
