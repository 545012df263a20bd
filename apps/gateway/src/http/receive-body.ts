import type { JsonObject } from '@tollgate/kernel';
import type { GatewaySettings } from '@tollgate/canonical';
import type { ByteBudget } from './byte-budget.js';
import type { Exchange } from './exchange.js';
import { checkJsonBody, checkJsonHeaders, parseJsonBody } from './parse-json-body.js';
import { checkDeclaredLength, noRoom, readBody } from './read-body.js';

/** What a JSON value takes in memory beside its bytes (measured: objects about 100, array elements less). */
const VALUE_BYTES = 100;

export interface ReceivedBody {
  readonly body: JsonObject;
  readonly bytes: number;
  readonly release: () => void;
}

/** Reads and parses a JSON body within every limit of the edge. Throws GatewayError; gives its bytes back then. */
export async function receiveBody(
  exchange: Exchange,
  settings: GatewaySettings,
  budget: ByteBudget,
): Promise<ReceivedBody> {
  checkJsonHeaders(exchange.request.headers);
  checkDeclaredLength(exchange.request, settings.bodyBytesMax);
  exchange.continue();
  const { bodyBytesMax, bodyIdleMs, bodyTotalMs, jsonDepthMax } = settings;
  const limits = { bytesMax: bodyBytesMax, idleMs: bodyIdleMs, totalMs: bodyTotalMs, budget };
  const { bytes, release } = await readBody(exchange.request, limits);
  let parsedBytes = 0;
  const releaseAll = (): void => {
    release();
    budget.give(parsedBytes);
  };
  try {
    const held = checkJsonBody(bytes, jsonDepthMax) * VALUE_BYTES;
    if (!budget.take(held)) throw noRoom();
    parsedBytes = held;
    return { body: parseJsonBody(bytes), bytes: bytes.length, release: releaseAll };
  } catch (error) {
    releaseAll();
    throw error;
  }
}
