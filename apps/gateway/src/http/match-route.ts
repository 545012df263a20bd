import { isModelName } from '@tollgate/canonical';
import { ADMIN_TARGETS, DATA_PLANE_PREFIXES, type Route, ROUTES, type RouteTarget } from './route-table.js';

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

/** What ids of objects at a provider are made of, ours around them included. */
const ID = /^[A-Za-z0-9_=~-][A-Za-z0-9._=~-]{0,511}$/;

const EXACT = new Map(
  ROUTES.filter((route) => !route.path.includes('{')).map((route) => [`${route.method} ${route.path}`, route]),
);
/** Rows with a capture, in the pieces around it; the most literal ones first: `/responses/{id}/cancel` before `/responses/{id}`. */
const CAPTURING = ROUTES.flatMap((route) => {
  const [prefix, name, suffix] = route.path.split(/[{}]/);
  return name === undefined ? [] : [{ route, prefix: prefix ?? '', name, suffix: suffix ?? '' }];
}).sort((a, b) => b.prefix.length + b.suffix.length - a.prefix.length - a.suffix.length);

/** Matches the raw target byte for byte up to `?`, by method (edge-and-authority.md 1). */
export function matchRoute(method: string, target: string): RouteMatch {
  const questionMark = target.indexOf('?');
  const path = questionMark === -1 ? target : target.slice(0, questionMark);
  const query = questionMark === -1 ? '' : target.slice(questionMark + 1);
  const exact = EXACT.get(`${method} ${path}`);
  if (exact !== undefined) return { kind: 'route', route: exact, params: {}, query };
  if (ADMIN_TARGETS.has(`${method} ${path}`)) return { kind: 'elsewhere' };
  const captured = matchCapturing(method, path, query);
  if (captured !== undefined) return captured;
  if (isPlain(path) && !isDataPlane(path)) return { kind: 'elsewhere' };
  return refused(methodsOf(path), path);
}

function refused(allow: string, path: string): RouteMatch {
  return { kind: 'refused', status: allow === '' ? 404 : 405, allow, surface: surfaceOf(path) };
}

/** The first row that takes the path with this method; without one, a refusal with the methods of those that take it with another. */
function matchCapturing(method: string, path: string, query: string): RouteMatch | undefined {
  const others: string[] = [];
  for (const { route, prefix, name, suffix } of CAPTURING) {
    if (!path.startsWith(prefix) || !path.endsWith(suffix)) continue;
    const value = decodeCaptured(name, path.slice(prefix.length, path.length - suffix.length));
    if (value === undefined) continue;
    if (route.method === method) return { kind: 'route', route, params: { [name]: value }, query };
    others.push(route.method);
  }
  return others.length === 0 ? undefined : refused([...new Set(others)].join(', '), path);
}

/**
 * A captured value, percent-decoded once (the official SDKs send `openai%2Fgpt-4o`); undefined when it is no model name, or, in any
 * other place than a `{model}`, when it is no id of one segment.
 */
function decodeCaptured(name: string, segment: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    return undefined;
  }
  return (name === 'model' ? isModelName(decoded) : ID.test(decoded)) ? decoded : undefined;
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
  const { target } = ROUTES.find((route) => path === route.path || path.startsWith(`${prefixOf(route)}/`)) ?? {};
  return target?.kind === 'surface' ? target.surface : undefined;
}

function prefixOf({ path }: Route): string {
  return path.split('/{', 1)[0] ?? path;
}
