import type { JsonObject } from '@tollgate/kernel';
import type { GatewaySettings } from '@tollgate/canonical';
import type { Surface } from '../pipeline/surface.js';
import type { ByteBudget } from './byte-budget.js';
import type { Exchange } from './exchange.js';
import { checkJsonHeaders, parseJsonBody } from './parse-json-body.js';
import { readBody } from './read-body.js';

/** Longest silence while a body arrives. */
const BODY_IDLE_MS = 30_000;

export interface ReceivedBody {
  readonly body: JsonObject;
  readonly bytes: number;
  readonly release: () => void;
}

/** Reads and parses a JSON body within every limit of the edge. Throws GatewayError; gives its bytes back then. */
export async function receiveBody(
  exchange: Exchange,
  surface: Surface,
  settings: GatewaySettings,
  budget: ByteBudget,
): Promise<ReceivedBody> {
  checkJsonHeaders(exchange.request.headers);
  exchange.continue();
  const buffered = await readBody(exchange.request, { bytesMax: settings.bodyBytesMax, idleMs: BODY_IDLE_MS, budget });
  try {
    const body = parseJsonBody(buffered.bytes, settings.jsonDepthMax, surface.governed);
    return { body, bytes: buffered.bytes.length, release: () => buffered.release() };
  } catch (error) {
    buffered.release();
    throw error;
  }
}
