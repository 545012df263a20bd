import { DATA_PLANE_PREFIXES, type Route, ROUTES, type RouteTarget } from './route-table.js';

export type RouteMatch =
  | {
      readonly kind: 'route';
      readonly route: Route;
      readonly params: Readonly<Record<string, string>>;
      readonly query: string;
    }
  /** Beneath a data-plane prefix, or no plain origin-form target: answered here, never by Express, in the dialect of `surface`. */
  | {
      readonly kind: 'refused';
      readonly status: 404 | 405;
      readonly allow: string;
      readonly surface: SurfaceId | undefined;
    }
  | { readonly kind: 'elsewhere' };

type SurfaceId = Extract<RouteTarget, { kind: 'surface' }>['surface'];

const MODEL_SEGMENT = /^[A-Za-z0-9._:@+/-]+$/;
const EXACT = new Map(
  ROUTES.filter((route) => !route.path.includes('{')).map((route) => [`${route.method} ${route.path}`, route]),
);
const CAPTURING = ROUTES.filter((route) => route.path.includes('{')).map((route) => ({
  route,
  prefix: route.path.slice(0, route.path.indexOf('{')),
}));

/** Matches the raw target byte for byte up to `?`, by method (edge-and-authority.md 1). */
export function matchRoute(method: string, target: string): RouteMatch {
  const questionMark = target.indexOf('?');
  const path = questionMark === -1 ? target : target.slice(0, questionMark);
  const query = questionMark === -1 ? '' : target.slice(questionMark + 1);
  const exact = EXACT.get(`${method} ${path}`);
  if (exact !== undefined) return { kind: 'route', route: exact, params: {}, query };
  const captured = matchCapturing(method, path, query);
  if (captured !== undefined) return captured;
  if (isPlain(path) && !isDataPlane(path)) return { kind: 'elsewhere' };
  return refused(methodsOf(path), path);
}

function refused(allow: string, path: string): RouteMatch {
  return { kind: 'refused', status: allow === '' ? 404 : 405, allow, surface: surfaceOf(path) };
}

function matchCapturing(method: string, path: string, query: string): RouteMatch | undefined {
  for (const { route, prefix } of CAPTURING) {
    if (!path.startsWith(prefix)) continue;
    const model = decodeModel(path.slice(prefix.length));
    if (model === undefined) continue;
    if (route.method !== method) return refused(route.method, path);
    return { kind: 'route', route, params: { model }, query };
  }
  return undefined;
}

/** A captured model, percent-decoded once (the official SDKs send `openai%2Fgpt-4o`); undefined when it is no model name. */
function decodeModel(segment: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    return undefined;
  }
  if (!MODEL_SEGMENT.test(decoded)) return undefined;
  return decoded.split('/').some((part) => part === '' || part === '.' || part === '..') ? undefined : decoded;
}

/** Origin form without anything that another parser could read as a different path. */
function isPlain(path: string): boolean {
  if (!path.startsWith('/') || path.includes('//') || /[\\#]|%2f|%5c|%2e/i.test(path)) return false;
  return !path.split('/').some((part) => part === '.' || part === '..');
}

/** Also what another parser could read as one: no admin route needs an encoding or a parameter in its first segment. */
function isDataPlane(path: string): boolean {
  const first = path.split('/')[1] ?? '';
  return /[%;]/.test(first) || DATA_PLANE_PREFIXES.has(first.toLowerCase());
}

function methodsOf(path: string): string {
  return ROUTES.filter((route) => route.path === path)
    .map((route) => route.method)
    .join(', ');
}

/** The surface that a path names, or stands beneath. */
function surfaceOf(path: string): SurfaceId | undefined {
  const { target } = ROUTES.find((route) => path === route.path || path.startsWith(`${route.path}/`)) ?? {};
  return target?.kind === 'surface' ? target.surface : undefined;
}
