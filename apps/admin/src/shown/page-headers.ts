/** Tells how long a list is whose body has no room for that: `total` entries, of which `size` are on a page. */
export function pageHeaders(total: number, page: number, size: number): Readonly<Record<string, string>> {
  return {
    'x-total-count': String(total),
    'x-page': String(page),
    'x-total-pages': String(Math.ceil(total / size)),
  };
}
