const LLM_ROUTES = [
  '/chat/completions',
  '/v1/chat/completions',
  '/completions',
  '/v1/completions',
  '/openai/*',
  '/v1/openai/*',
  '/engines/*',
  '/v1/engines/*',
  '/responses',
  '/responses/*',
  '/v1/responses',
  '/v1/responses/*',
  '/messages',
  '/messages/count_tokens',
  '/v1/messages',
  '/v1/messages/count_tokens',
  '/embeddings',
  '/v1/embeddings',
  '/moderations',
  '/v1/moderations',
  '/audio/*',
  '/v1/audio/*',
  '/images/*',
  '/v1/images/*',
  '/models',
  '/v1/models',
  '/v1beta/models/*',
  '/v1/models/*',
  '/models/*',
  '/models/{id}',
  '/v1/models/{id}',
];

/**
 * LiteLLM's route groups as far as their routes are served (litellm-admin-api 2). A pattern's `{x}` is one path segment, a
 * trailing `/*` everything below.
 */
const ROUTE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  llm_api_routes: LLM_ROUTES,
  /** The older name of the same. */
  openai_routes: LLM_ROUTES,
  info_routes: [
    '/key/info',
    '/key/health',
    '/key/list',
    '/team/info',
    '/team/list',
    '/v2/team/list',
    '/team/available',
    '/organization/list',
    '/user/info',
    '/v2/user/info',
    '/model/info',
    '/v1/model/info',
    '/v2/model/info',
    '/model_group/info',
    '/health',
    '/health/services',
    '/me',
    '/me/*',
    '/user/filter/ui',
    '/models',
    '/v1/models',
    '/sso/get/ui_settings',
  ],
  management_routes: [
    '/me',
    '/me/*',
    '/key/*',
    '/v2/key/*',
    '/team/*',
    '/v2/team/*',
    '/user/*',
    '/v2/user/*',
    '/organization/*',
    '/v2/organization/*',
    '/project/*',
    '/customer/*',
    '/end_user/*',
    '/budget/*',
    '/tag/*',
    '/model/*',
    '/v1/model/*',
    '/v2/model/*',
    '/model_group/*',
    '/credentials',
    '/credentials/*',
    '/access_group/*',
    '/v1/access_group',
    '/v1/access_group/*',
    '/v1/unified_access_group',
    '/v1/unified_access_group/*',
    '/fallback',
    '/fallback/*',
    '/config/*',
    '/get/config/callbacks',
    '/callbacks/*',
    '/active/callbacks',
    '/router/*',
    '/cache/*',
    '/reload/model_cost_map',
    '/schedule/model_cost_map_reload',
    '/schedule/model_cost_map_reload/*',
    '/invitation/*',
    '/audit',
    '/audit/*',
  ],
  spend_tracking_routes: [
    '/spend/keys',
    '/spend/users',
    '/spend/tags',
    '/spend/calculate',
    '/spend/logs',
    '/spend/logs/*',
    '/cost/estimate',
  ],
  global_spend_tracking_routes: ['/global/spend', '/global/spend/*', '/global/predict/spend/logs'],
};

/** Whether a key with these `allowed_routes` (routes, patterns or group names; empty means all) may call `path`. */
export function isRouteAllowed(allowedRoutes: readonly string[], path: string): boolean {
  if (allowedRoutes.length === 0) return true;
  return allowedRoutes.flatMap(patternsOf).some((pattern) => matchesRoute(pattern, path));
}

/** Whether every route that `entry` (a route, pattern or group name) allows is allowed by `allowedRoutes` too. */
export function holdsRoute(allowedRoutes: readonly string[], entry: string): boolean {
  if (allowedRoutes.length === 0) return true;
  const held = allowedRoutes.flatMap(patternsOf);
  return patternsOf(entry).every((pattern) => held.some((wider) => covers(wider, pattern)));
}

function patternsOf(entry: string): readonly string[] {
  return Object.hasOwn(ROUTE_GROUPS, entry) ? (ROUTE_GROUPS[entry] ?? []) : [entry];
}

/** A pattern that itself ends in `/*` is covered by itself and by a `/*` above it. */
function covers(wider: string, pattern: string): boolean {
  if (wider === pattern || wider === '*') return true;
  if (pattern.endsWith('/*')) return wider.endsWith('/*') && pattern.startsWith(wider.slice(0, -1));
  return matchesRoute(wider, pattern);
}

function matchesRoute(pattern: string, path: string): boolean {
  if (pattern === path || pattern === '*') return true;
  if (pattern.endsWith('/*')) return path.startsWith(pattern.slice(0, -1));
  if (!pattern.includes('{')) return false;
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => segment.startsWith('{') || segment === given[index])
  );
}
