import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { decodeUsage } from './convert-usage.js';
import { decodeContent } from './decode-blocks.js';
import { decodeError } from './errors.js';
import { decodeStopReason } from './map-finish-reason.js';
import { FORMAT, ownSource } from './own-source.js';

/** Members with a canonical place; the others (`container`, `context_management`, `stop_details` …) are kept in `extra`. */
const KNOWN = new Set(['id', 'type', 'role', 'model', 'content', 'stop_reason', 'stop_sequence', 'usage']);

/** A whole answer of `POST /v1/messages`. Throws DecodeError when the body is none. */
export function decodeResponse(body: unknown, text?: string): CanonicalResponse {
  if (!isJsonObject(body) || body['type'] !== 'message' || !Array.isArray(body['content'])) {
    const refused = isJsonObject(body) && isJsonObject(body['error']);
    throw new DecodeError(FORMAT, refused ? decodeError(200, body).message : 'the body is not a message');
  }
  const { id, model, usage } = body;
  const counted = decodeUsage(usage);
  const serviceTier = isJsonObject(usage) ? usage['service_tier'] : undefined;
  return {
    id: typeof id === 'string' ? id : '',
    model: typeof model === 'string' ? model : '',
    choices: [
      {
        index: 0,
        content: decodeContent(body['content']),
        finish: decodeStopReason(body['stop_reason'], body['stop_sequence']),
      },
    ],
    ...(counted !== undefined && { usage: counted }),
    ...(typeof serviceTier === 'string' && { serviceTier }),
    extra: readExtra(body),
    source: ownSource(body, text),
  };
}

function readExtra(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !KNOWN.has(name) && value !== null && value !== undefined),
  );
}
