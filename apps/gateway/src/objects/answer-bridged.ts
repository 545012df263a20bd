import type { JsonObject } from '@tollgate/kernel';
import { GatewayError } from '@tollgate/canonical';
import { type BridgedResponse, itemsOf } from '@tollgate/dispatch';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { contentMissing } from './bridged-errors.js';
import type { ObjectActionId } from './object-actions.js';
import { pageItems } from './page-items.js';
import { takeConversationMemory } from './take-conversation-memory.js';

type Parts = Pick<PipelineParts, 'bridged' | 'byteBudget'>;

/** What its owner is told of a response that the gateway keeps. Throws GatewayError where there is nothing to tell. */
export async function answerBridged(
  parts: Parts,
  action: ObjectActionId,
  response: BridgedResponse,
  query: URLSearchParams,
): Promise<JsonObject> {
  switch (action) {
    case 'get':
      if (query.get('stream') === 'true') throw notStreamed();
      return withMemory(parts, response, async () => (await read(parts, response)).response);
    case 'delete':
      await parts.bridged.remove(response);
      return { id: response.publicId, object: 'response', deleted: true };
    case 'cancel':
      // OpenAI's own words: one that is read has always ended
      throw new GatewayError('invalid_request', { message: 'Cannot cancel a synchronous response.' });
    case 'input-items':
      return withMemory(parts, response, () => listInput(parts, response, query));
  }
}

async function read({ bridged }: Parts, response: BridgedResponse) {
  const turn = response.kept ? await bridged.read(response) : undefined;
  if (turn === undefined) throw contentMissing(response);
  return turn;
}

/** Everything that it was asked with: what it goes on from, as far as that is there, and its own input. */
async function listInput(parts: Parts, response: BridgedResponse, query: URLSearchParams): Promise<JsonObject> {
  const turns = response.kept ? await parts.bridged.readConversation(response) : undefined;
  const own = turns?.at(-1) ?? (await read(parts, response));
  return pageItems([...itemsOf(turns?.slice(0, -1) ?? []), ...own.input], query);
}

async function withMemory<T>({ byteBudget }: Parts, response: BridgedResponse, work: () => Promise<T>): Promise<T> {
  const release = takeConversationMemory(byteBudget, response);
  try {
    return await work();
  } finally {
    release();
  }
}

function notStreamed(): GatewayError {
  return new GatewayError('invalid_request', {
    message: "Invalid value for 'stream': only a response that is made in the background can be read as a stream.",
    param: 'stream',
  });
}
