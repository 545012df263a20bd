/** Origin, path and query of a provider's root, with an endpoint's segments added; the segments come out decoded. */
export function splitApiBase(
  apiBase: string,
  endpoint: readonly string[],
): { readonly origin: string; readonly path: readonly string[]; readonly query?: Readonly<Record<string, string>> } {
  const url = new URL(apiBase);
  const root = url.pathname.split('/').filter((segment) => segment !== '');
  const path = [...root.map((segment) => decodeURIComponent(segment)), ...endpoint];
  return url.search === ''
    ? { origin: url.origin, path }
    : { origin: url.origin, path, query: Object.fromEntries(url.searchParams) };
}
