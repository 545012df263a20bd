/** Where an endpoint of a provider is: origin, decoded path segments, query. */
export interface ApiAddress {
  readonly origin: string;
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
}

/** A URL is dear to parse, and there are as many as the configuration names. */
const KNOWN = new Map<string, ApiAddress>();
const KNOWN_MAX = 1_000;

/** Origin, path and query of a provider's root, with an endpoint's segments added; the segments come out decoded. */
export function splitApiBase(apiBase: string, endpoint: readonly string[]): ApiAddress {
  const root = rootOf(apiBase);
  return { ...root, path: [...root.path, ...endpoint] };
}

function rootOf(apiBase: string): ApiAddress {
  const known = KNOWN.get(apiBase);
  if (known !== undefined) return known;
  const url = new URL(apiBase);
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const path = segments.map((segment) => decodeURIComponent(segment));
  const root =
    url.search === ''
      ? { origin: url.origin, path }
      : { origin: url.origin, path, query: Object.fromEntries(url.searchParams) };
  if (KNOWN.size >= KNOWN_MAX) KNOWN.clear();
  KNOWN.set(apiBase, root);
  return root;
}
