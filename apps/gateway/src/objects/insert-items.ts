import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, Grant } from '@tollgate/canonical';
import { itemsOf, type NamingResponse } from '@tollgate/dispatch';
import { fillNamedItems, inputItems, namedItems, replaceInput, withoutSeals } from '@tollgate/formats';
import type { Walked } from '../pipeline/build-record.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import type { InsertedItems } from './inserted-items.js';
import { isAskedOverResponses } from './is-asked-over-responses.js';
import { takeConversationMemory } from './take-conversation-memory.js';

/** A request with the items in it that it named, at the deployments that can answer it. */
export interface Inserted {
  readonly request: CanonicalRequest;
  readonly grant: Grant;
  readonly inserted: InsertedItems;
}

type Asking = Pick<Walked, 'principal' | 'body'> & Required<Pick<Walked, 'request' | 'grant'>>;
type Parts = Pick<PipelineParts, 'bridged' | 'byteBudget'>;

/**
 * Puts what single items of the input stand for (`item_reference`) in their places, where the gateway keeps the answers that they are of for
 * the caller: the provider that answers over chat knows no items. Others are looked up later. undefined: there is none, and for a request
 * without such items nobody was asked.
 */
export async function insertItems(parts: Parts, asking: Asking): Promise<Inserted | undefined> {
  const { principal, request, grant, body } = asking;
  if (request.format !== 'openai-responses' || body === undefined) return undefined;
  const bridged = grant.model.deployments.filter(({ target }) => !isAskedOverResponses(target));
  if (bridged.length === 0) return undefined;
  const items = inputItems(request);
  const ids = namedItems(items);
  if (ids.length === 0) return undefined;
  const found = await parts.bridged.findNaming(principal, ids);
  const last = found.at(-1)?.response;
  if (last === undefined) return undefined;
  const conversationBytes = found.reduce((sum, { bytes }) => sum + bytes, 0);
  const release = takeConversationMemory(parts.byteBudget, { conversationBytes });
  try {
    const sameProvider = bridged.filter(({ provider }) => provider === last.provider);
    const known = await readItems(parts, found, sameProvider.length > 0 ? last.provider : undefined);
    const input = fillNamedItems(items, known);
    const asked = replaceInput(request, input);
    if (!asked.ok) throw asked.error;
    return {
      request: asked.value,
      grant: { ...grant, model: { ...grant.model, deployments: sameProvider.length > 0 ? sameProvider : bridged } },
      inserted: { body: { ...body, input }, release },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** By their ids; what another provider than the one that is asked has sealed, without its seals. */
async function readItems(
  { bridged }: Parts,
  found: readonly NamingResponse[],
  provider: string | undefined,
): Promise<ReadonlyMap<string, JsonObject>> {
  const turns = await Promise.all(found.map(({ response }) => bridged.read(response)));
  const said = turns.flatMap((turn) => {
    if (turn === undefined) return [];
    const items = itemsOf([{ input: [], response: turn.response }]);
    return turn.provider === provider ? items : withoutSeals(items);
  });
  return new Map(said.flatMap((item) => (typeof item['id'] === 'string' ? [[item['id'], item] as const] : [])));
}
