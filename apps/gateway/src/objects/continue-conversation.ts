import type { CanonicalRequest, Deployment, Grant } from '@tollgate/canonical';
import { type BridgedResponse, itemsOf, type KeptTurn } from '@tollgate/dispatch';
import { goOnFrom, withoutSeals } from '@tollgate/formats';
import type { Walked } from '../pipeline/build-record.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { contentMissing, keepingIsOff, servedNatively, turnMissing } from './bridged-errors.js';
import type { Conversation } from './conversation.js';
import { isAskedOverResponses } from './is-asked-over-responses.js';
import { takeConversationMemory } from './take-conversation-memory.js';

/** A request with the conversation that it goes on from, at the deployments that can answer it. */
export interface Continued {
  readonly request: CanonicalRequest;
  readonly grant: Grant;
  readonly conversation: Conversation;
}

type Asking = Pick<Walked, 'principal' | 'snapshot'> & Required<Pick<Walked, 'request' | 'grant'>>;
type Parts = Pick<PipelineParts, 'objects' | 'bridged' | 'byteBudget'>;

/**
 * Puts the conversation that `previous_response_id` stands for before the input of a request that is answered over chat: what its provider
 * does not keep, the gateway does. Throws 400 where it cannot. undefined: the request goes on from nothing that the gateway keeps for its
 * caller, and for a request without `previous_response_id` nobody was asked.
 */
export async function continueConversation(parts: Parts, asking: Asking): Promise<Continued | undefined> {
  const { principal, request, snapshot } = asking;
  const { previous_response_id: id } = request.extra;
  if (request.format !== 'openai-responses' || typeof id !== 'string') return undefined;
  const { deployments } = asking.grant.model;
  const bridged = deployments.filter(({ target }) => !isAskedOverResponses(target));
  if (snapshot.settings.keepsNoResponses === true) {
    if (bridged.length === deployments.length) throw keepingIsOff(request.model);
    return undefined;
  }
  // what a provider keeps is the more likely of the two where one of them does
  const atProvider = bridged.length < deployments.length && (await parts.objects.find(principal, 'response', id));
  if (atProvider !== false && atProvider !== undefined) return undefined;
  const previous = await parts.bridged.find(principal, id);
  if (previous === undefined) return undefined;
  if (bridged.length === 0) throw servedNatively(previous, request.model);
  return rebuild(parts, asking, previous, bridged);
}

async function rebuild(
  { bridged, byteBudget }: Parts,
  { request, grant }: Asking,
  previous: BridgedResponse,
  deployments: readonly Deployment[],
): Promise<Continued> {
  if (!previous.kept) throw contentMissing(previous, 'previous_response_id');
  const release = takeConversationMemory(byteBudget, previous);
  try {
    const turns = await bridged.readConversation(previous);
    if (turns === undefined) throw turnMissing(previous);
    const sameProvider = deployments.filter(({ provider }) => provider === previous.provider);
    const history = historyFor(turns, sameProvider.length > 0 ? previous.provider : undefined);
    const asked = goOnFrom(request, history);
    if (!asked.ok) throw asked.error;
    return {
      request: asked.value,
      grant: { ...grant, model: { ...grant.model, deployments: sameProvider.length > 0 ? sameProvider : deployments } },
      conversation: { previous, items: history.length, release },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The items of the turns; what another provider than the one that is asked has sealed, without its seals. */
function historyFor(turns: readonly KeptTurn[], provider: string | undefined) {
  return turns.flatMap((turn) => {
    const items = itemsOf([turn]);
    return turn.provider === provider ? items : withoutSeals(items);
  });
}
