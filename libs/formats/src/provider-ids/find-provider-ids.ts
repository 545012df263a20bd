import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { FormatId } from '@tollgate/canonical';
import { type FoundId, findIds, growTree, type IdTree } from './id-path.js';
import { REQUEST_PLACES } from './request-places.js';

const TREES: ReadonlyMap<string, IdTree> = new Map(
  Object.entries(REQUEST_PLACES).map(([format, places]) => [format, growTree(places)]),
);

/**
 * Every id in a client's body of something that a provider keeps, wherever the client's dialect, or one of its providers' dialects, has
 * a place for one: also in `extra_body`, whose members are sent on as the body's own, and in fields of a form.
 */
export function findProviderIds(format: FormatId, body: JsonObject): readonly FoundId[] {
  const tree = TREES.get(format);
  if (tree === undefined) return [];
  const { extra_body: extra } = body;
  return [
    ...findIds(tree, body),
    ...findInFields(tree, body),
    ...(isJsonObject(extra) ? findIds(tree, extra).map((id) => ({ ...id, member: `extra_body.${id.member}` })) : []),
  ];
}

/** A form has no lists and objects: what stands in them has the way to it as its name (`images[0][file_id]`). */
function findInFields(tree: IdTree, body: JsonObject): readonly FoundId[] {
  return Object.keys(body).flatMap((field) => {
    if (!field.includes('[')) return [];
    const names = field.split(/[[\]]+/).filter((name) => !/^\d*$/.test(name));
    const value = names.reduceRight<JsonValue | undefined>((inner, name) => ({ [name]: inner }), body[field]);
    return isJsonObject(value) ? findIds(tree, value).map((id) => ({ ...id, member: field })) : [];
  });
}
