import type { JsonObject } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';

const LIMIT_MAX = 100;
const LIMIT_DEFAULT = 20;

/**
 * A page of items as the API lists them (API reference 2.3.0, list input items): the latest first unless `order=asc`, after or before the
 * item of a cursor. `items` in the order in which they were said. Throws 400 that names the parameter.
 */
export function pageItems(items: readonly JsonObject[], query: URLSearchParams): JsonObject {
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw invalid('order', "'asc' or 'desc'");
  const limit = Number(query.get('limit') ?? LIMIT_DEFAULT);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw invalid('limit', `a whole number from 1 to ${String(LIMIT_MAX)}`);
  const ordered = order === 'asc' ? items : items.toReversed();
  const begin = query.has('after') ? placeOf(ordered, query.get('after') ?? '', 'after') + 1 : 0;
  const end = query.has('before') ? placeOf(ordered, query.get('before') ?? '', 'before') : ordered.length;
  const within = ordered.slice(begin, end);
  // the page before a cursor is the one that ends at it
  const backwards = query.has('before') && !query.has('after');
  const data = backwards ? within.slice(-limit) : within.slice(0, limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.['id'] ?? null,
    last_id: data.at(-1)?.['id'] ?? null,
    has_more: within.length > data.length,
  };
}

function placeOf(items: readonly JsonObject[], id: string, param: string): number {
  const place = items.findIndex((item) => item['id'] === id);
  if (place === -1) throw invalid(param, 'the id of an item of this list');
  return place;
}

function invalid(param: string, expected: string): GatewayError {
  return new GatewayError('invalid_request', { message: `Invalid value for '${param}': expected ${expected}.`, param });
}
