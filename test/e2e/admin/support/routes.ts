/** Every route of the admin. A test over the app's own route table keeps this list whole. */
export const ROUTES = [
  'POST /key/generate',
  'GET /key/info',
  'POST /key/update',
  'POST /key/delete',
  'GET /key/list',
  'POST /key/block',
  'POST /key/unblock',
  'POST /v2/key/info',
  'POST /key/health',
  'GET /key/aliases',
  'POST /key/service-account/generate',
  'POST /key/regenerate',
  'POST /key/{key}/regenerate',
  'POST /key/{key}/rotation/collect',
  'POST /key/bulk_update',
  'POST /team/key/bulk_update',
  'POST /key/{key}/reset_spend',
  'GET /spend/logs',
  'GET /spend/logs/v2',
  'GET /spend/logs/ui',
  'GET /spend/logs/ui/{request_id}',
  'GET /spend/logs/session/ui',
  'GET /global/spend',
  'POST /user/new',
  'GET /user/info',
  'POST /user/update',
  'POST /user/bulk_update',
  'GET /v2/user/info',
  'POST /user/delete',
  'GET /user/list',
  'POST /team/new',
  'GET /team/info',
  'POST /team/update',
  'POST /team/delete',
  'GET /team/list',
  'GET /team/available',
  'GET /v2/team/list',
  'POST /team/block',
  'POST /team/unblock',
  'POST /team/model/add',
  'POST /team/model/delete',
  'GET /team/permissions_list',
  'POST /team/permissions_update',
  'POST /team/member_add',
  'POST /team/bulk_member_add',
  'POST /team/member_update',
  'POST /team/member_delete',
  'POST /team/permissions_bulk_update',
  'GET /team/filter/ui',
  'GET /team/{team_id}/members/me',
  'POST /team/{team_id}/reset_spend',
  'POST /team/{team_id}/member/{user_id}/reset_spend',
  'GET /user/filter/ui',
  'GET /user/available_roles',
  'GET /user/available_users',
  'POST /budget/new',
  'POST /budget/update',
  'POST /budget/info',
  'GET /budget/settings',
  'GET /budget/list',
  'GET /budget/events',
  'POST /budget/delete',
  'POST /customer/new',
  'POST /customer/update',
  'GET /customer/info',
  'GET /customer/list',
  'POST /customer/block',
  'POST /customer/unblock',
  'POST /customer/delete',
  'POST /end_user/new',
  'POST /end_user/update',
  'GET /end_user/info',
  'GET /end_user/list',
  'POST /end_user/block',
  'POST /end_user/unblock',
  'POST /end_user/delete',
  'POST /organization/new',
  'PATCH /organization/update',
  'PATCH /v2/organization/{organization_id}',
  'DELETE /organization/delete',
  'GET /organization/info',
  'POST /organization/info',
  'GET /organization/list',
  'POST /organization/member_add',
  'PATCH /organization/member_update',
  'DELETE /organization/member_delete',
  'POST /project/new',
  'POST /project/update',
  'DELETE /project/delete',
  'GET /project/info',
  'GET /project/list',
  'POST /tag/new',
  'POST /tag/update',
  'POST /tag/info',
  'GET /tag/list',
  'POST /tag/delete',
  'POST /spend/calculate',
  'POST /cost/estimate',
  'GET /spend/keys',
  'GET /spend/users',
  'GET /spend/tags',
  'GET /global/spend/logs',
  'GET /global/spend/keys',
  'GET /global/spend/models',
  'GET /global/spend/provider',
  'GET /global/spend/teams',
  'GET /global/spend/tags',
  'GET /global/spend/all_tag_names',
  'GET /global/spend/report',
  'POST /global/spend/end_users',
  'POST /global/spend/refresh',
  'POST /global/spend/reset',
  'GET /provider/budgets',
  'GET /global/all_end_users',
  'GET /global/activity',
  'GET /global/activity/model',
  'GET /global/activity/cache_hits',
  'GET /global/activity/exceptions',
  'GET /global/activity/exceptions/deployment',
  'GET /agent/daily/activity',
  'GET /customer/daily/activity',
  'GET /end_user/daily/activity',
  'GET /tag/daily/activity',
  'GET /tag/distinct',
  'GET /tag/dau',
  'GET /tag/wau',
  'GET /tag/mau',
  'GET /tag/summary',
  'GET /tag/user-agent/per-user-analytics',
  'POST /invitation/new',
  'GET /invitation/info',
  'POST /invitation/update',
  'POST /invitation/delete',
  'GET /me',
  'GET /me/permissions',
  'GET /user/daily/activity',
  'GET /user/daily/activity/aggregated',
  'GET /team/daily/activity',
  'GET /organization/daily/activity',
  'GET /audit',
  'GET /audit/{id}',
  'GET /model/info',
  'GET /v1/model/info',
  'GET /v2/model/info',
  'GET /model_group/info',
  'POST /model/new',
  'POST /model/update',
  'PATCH /model/{id}/update',
  'POST /model/block',
  'POST /model/unblock',
  'POST /model/delete',
  'POST /health/test_connection',
  'GET /health/services',
  'GET /health/history',
  'GET /health/latest',
  'GET /health/shared-status',
  'GET /health/license',
  'POST /access_group/new',
  'GET /access_group/list',
  'GET /access_group/{access_group}/info',
  'PUT /access_group/{access_group}/update',
  'DELETE /access_group/{access_group}/delete',
  'POST /v1/access_group',
  'GET /v1/access_group',
  'GET /v1/access_group/{access_group_id}',
  'PUT /v1/access_group/{access_group_id}',
  'DELETE /v1/access_group/{access_group_id}',
  'POST /v1/unified_access_group',
  'GET /v1/unified_access_group',
  'GET /v1/unified_access_group/{access_group_id}',
  'PUT /v1/unified_access_group/{access_group_id}',
  'DELETE /v1/unified_access_group/{access_group_id}',
  'POST /credentials',
  'GET /credentials',
  'GET /credentials/by_name/{credential_name}',
  'GET /credentials/by_model/{model_id}',
  'PATCH /credentials/{credential_name}',
  'POST /credentials/migrate-encryption',
  'GET /credentials/migrate-encryption/check',
  'DELETE /credentials/{credential_name}',
  'POST /fallback',
  'GET /fallback/{model}',
  'DELETE /fallback/{model}',
  'POST /config/update',
  'GET /config/list',
  'GET /config/field/info',
  'POST /config/field/update',
  'POST /config/field/delete',
  'POST /config/callback/delete',
  'GET /get/config/callbacks',
  'GET /callbacks/list',
  'GET /callbacks/configs',
  'GET /active/callbacks',
  'GET /router/settings',
  'GET /router/fields',
  'GET /cache/ping',
  'GET /cache/redis/info',
  'GET /cache/settings',
  'POST /cache/settings',
  'POST /cache/settings/test',
  'POST /cache/delete',
  'POST /cache/flushall',
  'GET /config/pass_through_endpoint',
  'GET /config/pass_through_endpoint/team/{team_id}',
  'POST /config/pass_through_endpoint',
  'POST /config/pass_through_endpoint/{endpoint_id}',
  'DELETE /config/pass_through_endpoint',
  'GET /config/cost_discount_config',
  'PATCH /config/cost_discount_config',
  'GET /config/cost_margin_config',
  'PATCH /config/cost_margin_config',
  'POST /model_group/make_public',
  'GET /model/metrics',
  'GET /model/streaming_metrics',
  'GET /model/metrics/slow_responses',
  'GET /model/metrics/exceptions',
  'GET /model/settings',
  'GET /model/cost_map/source',
  'POST /reload/model_cost_map',
  'POST /schedule/model_cost_map_reload',
  'DELETE /schedule/model_cost_map_reload',
  'GET /schedule/model_cost_map_reload/status',
] as const;

/** Those of what there is not (a cache of answers, callbacks that came over the API, paths that are handed on, schedules): they always refuse. */
export const REFUSING_ROUTES: readonly string[] = [
  'POST /config/callback/delete',
  'GET /cache/ping',
  'GET /cache/redis/info',
  'POST /cache/settings',
  'POST /cache/delete',
  'POST /cache/flushall',
  'POST /config/pass_through_endpoint',
  'POST /config/pass_through_endpoint/{endpoint_id}',
  'DELETE /config/pass_through_endpoint',
  'PATCH /config/cost_discount_config',
  'PATCH /config/cost_margin_config',
  'POST /schedule/model_cost_map_reload',
];

/** Those of the master key alone: no key has them, whoever holds it. */
export const MASTER_ROUTES: readonly string[] = ['POST /global/spend/reset'];

/** Those for callers whom nobody knows yet. */
export const PUBLIC_ROUTES = [
  'POST /login',
  'POST /v2/login',
  'POST /logout',
  'GET /onboarding/get_token',
  'POST /onboarding/claim_token',
  'GET /public/model_hub',
  'GET /public/providers',
  'GET /public/litellm_model_cost_map',
] as const;

/** Those that describe models and their prices: every key may call them, and they read nothing but what is in memory. */
const MODEL_ROUTES: readonly string[] = ROUTES.filter((route) =>
  /^(GET \/(v\d\/)?model(_group)?\/info|POST \/(spend\/calculate|cost\/estimate)$)/.test(route),
);

/** Those that the master key is answered out of memory. */
export const MEMORY_ROUTES: readonly string[] = [
  ...MODEL_ROUTES,
  ...REFUSING_ROUTES,
  'GET /me',
  'GET /me/permissions',
  'GET /user/available_roles',
  'POST /global/spend/refresh',
  'GET /provider/budgets',
  'GET /agent/daily/activity',
  'GET /access_group/list',
  'GET /access_group/{access_group}/info',
  'GET /credentials/by_model/{model_id}',
  // what is configured is in memory, and only a test of it is booked
  'GET /health/services',
  'GET /health/shared-status',
  'GET /health/license',
  // nothing is open to all where the operator says nothing
  'GET /team/available',
  'POST /key/health',
  // master key calls are held for by no scope
  'POST /health/test_connection',
  // the configuration is in memory
  'GET /fallback/{model}',
  'DELETE /fallback/{model}',
  'GET /get/config/callbacks',
  'GET /callbacks/list',
  'GET /callbacks/configs',
  'GET /active/callbacks',
  'GET /router/settings',
  'GET /router/fields',
  'GET /cache/settings',
  'POST /cache/settings/test',
  'GET /config/pass_through_endpoint',
  'GET /config/cost_discount_config',
  'GET /config/cost_margin_config',
  // so is the list of prices
  'GET /model/settings',
  'GET /model/cost_map/source',
  'POST /reload/model_cost_map',
  'DELETE /schedule/model_cost_map_reload',
  'GET /schedule/model_cost_map_reload/status',
];

const ABSENT_KEY = 'sk-absent-0123456789';

/** The route with the query that it cannot do without. */
export function askable(route: string): string {
  if (/^GET \/team\/(info|permissions_list)$/.test(route)) return `${route}?team_id=absent`;
  if (/^GET \/(customer|end_user)\/info$/.test(route)) return `${route}?end_user_id=absent`;
  if (route === 'GET /organization/info') return `${route}?organization_id=absent`;
  if (route === 'GET /spend/logs/session/ui') return `${route}?session_id=absent`;
  if (route === 'GET /project/info') return `${route}?project_id=absent`;
  if (route === 'GET /invitation/info') return `${route}?invitation_id=absent`;
  if (route === 'GET /health/services') return `${route}?service=absent`;
  if (route === 'GET /budget/settings') return `${route}?budget_id=absent`;
  if (route === 'GET /config/field/info') return `${route}?field_name=idle_timeout`;
  if (/\/user\/info$/.test(route)) return `${route}?user_id=absent`;
  return /\/spend\/(logs\/(v2|ui)|report)$|\/daily\/activity|\/tag\/summary/.test(route)
    ? `${route}?start_date=2026-05-01&end_date=2026-05-02`
    : route;
}

/** A route with an id in its path, as it is called. */
export function callOf(route: string): string {
  const named = route
    .replace('{request_id}', 'absent')
    .replace('{team_id}', 'absent')
    .replace('{user_id}', 'absent')
    .replace('{organization_id}', 'absent')
    .replace('{credential_name}', 'absent')
    .replace('{model_id}', 'absent')
    .replace('{model}', 'absent')
    .replace('{access_group}', 'absent')
    .replace('{access_group_id}', 'absent')
    .replace('{endpoint_id}', 'absent');
  return named.replace('{id}', '1').replace('{key}', ABSENT_KEY);
}

/** A body that a route reads without a fault, so that only the caller can be at fault. */
export function bodyOf(route: string): object | undefined {
  if (route.startsWith('GET')) return undefined;
  if (route.startsWith('POST /config/pass_through_endpoint')) return { path: '/x', target: 'https://x.example' };
  if (/^(PATCH \/config\/|DELETE \/(config|schedule)\/|POST \/(reload|schedule)\/)/.test(route)) return {};
  if (route === 'POST /model_group/make_public') return { model_groups: [] };
  if (route === 'POST /model/new')
    return { model_name: 'x', litellm_params: { model: 'mock/echo' }, model_info: { team_id: 'absent' } };
  if (/^POST \/v1\/(unified_)?access_group$/.test(route)) return { access_group_name: 'absent' };
  if (route.includes('access_group')) return { access_group: 'absent', model_names: ['absent'] };
  if (route === 'POST /credentials/migrate-encryption') return {};
  if (/^(POST|PATCH) \/credentials/.test(route))
    return { credential_name: 'x', credential_values: {}, credential_info: {} };
  if (route === 'POST /fallback') return { model: '*', fallback_models: ['gpt-4o'] };
  if (route.startsWith('POST /config/field/')) return { field_name: 'error_suffix', field_value: 'none' };
  if (route === 'POST /config/update') return { general_settings: { idle_timeout: 60 } };
  if (route === 'POST /config/callback/delete') return { callback_name: 'absent' };
  if (route.startsWith('POST /cache/')) return { keys: ['absent'], cache_settings: {} };
  if (route === 'POST /health/test_connection')
    return { litellm_params: { model: 'mock/echo' }, model_info: { team_id: 'absent' } };
  if (/^(POST|PATCH) \/model\//.test(route)) return { id: 'absent', model_id: 'absent', model_info: { id: 'absent' } };
  if (route === 'POST /key/bulk_update') return { keys: [{ key: ABSENT_KEY }] };
  if (route === 'POST /team/key/bulk_update') return { team_id: 'absent', key_ids: [ABSENT_KEY], update_fields: {} };
  if (route === 'POST /v2/key/info') return { keys: [ABSENT_KEY] };
  if (route.endsWith('/reset_spend')) return { reset_to: 0 };
  if (route === 'POST /key/service-account/generate') return { team_id: 'absent' };
  if (route === 'POST /team/permissions_bulk_update') return { team_ids: ['absent'], permissions: ['/key/list'] };
  if (route === 'POST /team/delete') return { team_ids: ['absent'] };
  if (route === 'POST /user/bulk_update') return { users: [{ user_id: 'absent' }] };
  if (route === 'POST /team/bulk_member_add') return { team_id: 'absent', members: [{ role: 'user', user_id: 'x' }] };
  if (route.startsWith('POST /team/member_'))
    return { team_id: 'absent', user_id: 'x', member: { role: 'user', user_id: 'x' } };
  if (route.startsWith('POST /team/')) return { team_id: 'absent', models: [], team_member_permissions: [] };
  if (/^POST \/(customer|end_user)\//.test(route)) return { user_id: 'absent', user_ids: ['absent'] };
  if (route.includes(' /project/')) return { project_id: 'absent', team_id: 'absent', project_ids: ['absent'] };
  if (route.includes(' /invitation/')) return { user_id: 'absent', invitation_id: 'absent', is_accepted: true };
  if (route.includes(' /organization/')) return bodyOfOrganizations();
  if (route === 'POST /spend/calculate') return { model: 'absent', messages: [] };
  if (route === 'POST /cost/estimate') return { model: 'absent', input_tokens: 1, output_tokens: 1 };
  if (route.startsWith('POST /global/spend/')) return {};
  if (route.startsWith('POST /tag/')) return { name: 'absent', names: ['absent'] };
  if (route.startsWith('POST /budget/')) return { budget_id: 'absent', budgets: ['absent'], id: 'absent' };
  if (route === 'POST /user/delete') return { user_ids: ['absent'] };
  if (route.startsWith('POST /user/')) return { user_id: 'absent' };
  return route.endsWith('/delete') ? { keys: [ABSENT_KEY] } : { key: ABSENT_KEY };
}

function bodyOfOrganizations(): object {
  const [id, member] = ['absent', { role: 'internal_user', user_id: 'x' }];
  return {
    organization_id: id,
    organization_ids: [id],
    organizations: [id],
    organization_alias: id,
    user_id: 'x',
    member,
  };
}
