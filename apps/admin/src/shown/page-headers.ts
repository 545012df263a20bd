/** An answer whose body, in LiteLLM's form, has no room to tell how much of a list it is: that stands in headers. */
export interface HeadedAnswer<Body extends object = object> {
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is told in headers of lists, by name, with what it means. */
export const LIST_HEADERS = {
  pages: {
    'x-total-count': 'Entries on all pages.',
    'x-page': 'Page, from 1.',
    'x-total-pages': 'Pages of this size.',
  },
  more: { 'x-has-more': '`true`: there are entries behind the last one shown, `false`: there are none.' },
  cut: {
    'x-tollgate-cut-lists':
      'Lists inside this answer that show the first of their entries alone: `member; total=250; all="/route?of=it"`. Absent: all are whole.',
  },
} as const;

/** Tells how long a list is whose body has no room for that: `total` entries, of which `size` are on a page. */
export function pageHeaders(total: number, page: number, size: number): Readonly<Record<string, string>> {
  return {
    'x-total-count': String(total),
    'x-page': String(page),
    'x-total-pages': String(Math.ceil(total / size)),
  };
}

/**
 * The first `limit` of a list that was read to one more than that, and whether there are more: for lists of the dearest, which are found
 * without adding up all others.
 */
export function firstOf<Item, Body extends object>(
  items: readonly Item[],
  limit: number,
  toBody: (shown: readonly Item[]) => Body,
): HeadedAnswer<Body> {
  return { body: toBody(items.slice(0, limit)), headers: moreHeaders(items.length > limit) };
}

/** Tells whether there are entries behind the last one shown. */
export function moreHeaders(hasMore: boolean): Readonly<Record<string, string>> {
  return { 'x-has-more': String(hasMore) };
}

/** A list inside an answer. */
export interface InnerList {
  /** The member of the body that holds it. */
  readonly member: string;
  readonly shown: number;
  readonly total: number;
  /** Route that pages through all of it, with its query. */
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Lists that one header names: proxies on the way refuse long ones. */
const CUT_NAMED_MAX = 10;

/** Names the lists inside an answer that show less than there is, the first ten of them, and where the rest is. */
export function cutHeaders(lists: readonly InnerList[]): Readonly<Record<string, string>> {
  const cut = lists.filter(({ shown, total }) => shown < total);
  if (cut.length === 0) return {};
  const told = cut.slice(0, CUT_NAMED_MAX).map(({ member, total, route, query }) => {
    const all = `${route}?${new URLSearchParams(query).toString()}`;
    return `${member}; total=${String(total)}; all="${all}"`;
  });
  if (cut.length > CUT_NAMED_MAX) told.push('...');
  return { 'x-tollgate-cut-lists': told.join(', ') };
}
