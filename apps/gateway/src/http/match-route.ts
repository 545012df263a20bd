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

/** A row with captures: their names, and the text before, between and behind them. */
interface CapturingRow {
  readonly route: Route;
  readonly names: readonly string[];
  readonly prefix: string;
  readonly between: readonly string[];
  readonly suffix: string;
}

/** The most literal ones first: `/responses/{id}/cancel` before `/responses/{id}`. */
const CAPTURING: readonly CapturingRow[] = ROUTES.filter(({ path }) => path.includes('{'))
  .map(capturingRow)
  .sort((a, b) => literalLength(b) - literalLength(a));

/** Those of the admin's that end with an id: what stands before it. */
const ADMIN_CAPTURING = [...ADMIN_TARGETS]
  .filter((target) => target.endsWith('}'))
  .map((target) => target.slice(0, target.indexOf('{')));

/** Matches the raw target byte for byte up to `?`, by method (edge-and-authority.md 1). */
export function matchRoute(method: string, target: string): RouteMatch {
  const questionMark = target.indexOf('?');
  const path = questionMark === -1 ? target : target.slice(0, questionMark);
  const query = questionMark === -1 ? '' : target.slice(questionMark + 1);
  const exact = EXACT.get(`${method} ${path}`);
  if (exact !== undefined) return { kind: 'route', route: exact, params: {}, query };
  if (isAdmins(`${method} ${path}`)) return { kind: 'elsewhere' };
  const captured = matchCapturing(method, path, query);
  if (captured !== undefined) return captured;
  if (isPlain(path) && !isDataPlane(path)) return { kind: 'elsewhere' };
  return refused(methodsOf(path), path);
}

function isAdmins(target: string): boolean {
  const isOf = (prefix: string): boolean => target.startsWith(prefix) && ID.test(target.slice(prefix.length));
  return ADMIN_TARGETS.has(target) || ADMIN_CAPTURING.some(isOf);
}

function refused(allow: string, path: string): RouteMatch {
  return { kind: 'refused', status: allow === '' ? 404 : 405, allow, surface: surfaceOf(path) };
}

/** The first row that takes the path with this method; without one, a refusal with the methods of those that take it with another. */
function matchCapturing(method: string, path: string, query: string): RouteMatch | undefined {
  const others: string[] = [];
  for (const row of CAPTURING) {
    const params = capture(row, path);
    if (params === undefined) continue;
    if (row.route.method === method) return { kind: 'route', route: row.route, params, query };
    others.push(row.route.method);
  }
  return others.length === 0 ? undefined : refused([...new Set(others)].join(', '), path);
}

function capturingRow(route: Route): CapturingRow {
  const pieces = route.path.split(/[{}]/);
  const literals = pieces.filter((_piece, index) => index % 2 === 0);
  const names = pieces.filter((_piece, index) => index % 2 === 1);
  const [prefix = '', ...others] = literals;
  return { route, names, prefix, between: others.slice(0, -1), suffix: others.at(-1) ?? '' };
}

function literalLength({ prefix, between, suffix }: CapturingRow): number {
  return prefix.length + between.join('').length + suffix.length;
}

/** What a row captures of a path, from the end: the last capture is of one segment where there are two, and the model takes the rest. */
function capture({ names, prefix, between, suffix }: CapturingRow, path: string): Record<string, string> | undefined {
  if (!path.startsWith(prefix) || !path.endsWith(suffix)) return undefined;
  const params: Record<string, string> = {};
  let rest = path.slice(prefix.length, path.length - suffix.length);
  for (let index = names.length - 1; index >= 0; index -= 1) {
    const name = names[index] ?? '';
    const before = between[index - 1] ?? '';
    const at = index === 0 ? 0 : rest.lastIndexOf(before);
    const value = at < 0 ? undefined : decodeCaptured(name, rest.slice(at + before.length));
    if (value === undefined) return undefined;
    params[name] = value;
    rest = rest.slice(0, at);
  }
  return params;
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
