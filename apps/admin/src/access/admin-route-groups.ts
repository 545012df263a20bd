/** Members of LiteLLM's route groups among the admin's routes (litellm-admin-api, route groups). */
const GROUPS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['info_routes', new Set(['/key/info', '/key/list'])],
  [
    'management_routes',
    new Set([
      '/key/generate',
      '/key/info',
      '/key/update',
      '/key/delete',
      '/key/list',
      '/key/block',
      '/key/unblock',
      '/spend/logs',
    ]),
  ],
]);

/** Whether a key's `allowed_routes` (paths, wildcards `/key/*`, group names; none: all) let it call an admin route. */
export function allowsAdminRoute(allowedRoutes: readonly string[], route: string): boolean {
  return allowedRoutes.length === 0 || allowedRoutes.some((allowed) => matches(allowed, route));
}

function matches(allowed: string, route: string): boolean {
  if (GROUPS.get(allowed)?.has(route) === true) return true;
  return allowed.endsWith('*') ? route.startsWith(allowed.slice(0, -1)) : allowed === route;
}
