import { GatewayError, type Principal } from '@tollgate/canonical';
import { isRouteAllowed } from './route-groups.js';

/**
 * Refuses a route that the key's `allowed_routes` leave out. `path` is the one called, as the client wrote it (recording "key
 * forms"). One check for both planes.
 */
export function authorizeRoute(principal: Principal, path: string): GatewayError | undefined {
  if (isRouteAllowed(principal.allowedRoutes, path)) return undefined;
  return new GatewayError('route_not_allowed', {
    message:
      `Virtual key is not allowed to call this route. Only allowed to call routes: ${pythonList(principal.allowedRoutes)}. ` +
      `Tried to call route: ${path}`,
    param: 'None',
  });
}

function pythonList(values: readonly string[]): string {
  return `[${values.map((value) => `'${value}'`).join(', ')}]`;
}
