import { maskSecrets } from '@tollgate/telemetry';
import type { DeliveryOutcome, Sink } from '../sink.js';
import type { SinkReply } from '../sink-http.js';

/** Statuses below 500 that say nothing against the request itself. */
const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429]);
const REASON_CHARACTERS_MAX = 500;

/** What an answer means: 2xx taken, 5xx and a few of the 4xx to be sent again, every other refused for good. */
export function classifyReply(sink: Sink, reply: SinkReply): DeliveryOutcome {
  const own = sink.readReply?.(reply);
  if (own !== undefined) return own;
  if (reply.status >= 200 && reply.status < 300) return { kind: 'delivered' };
  const reason = describe(reply);
  if (reply.status < 500 && !RETRYABLE.has(reply.status)) return { kind: 'rejected', reason };
  return { kind: 'retry', reason, ...(reply.retryAfterMs === undefined ? {} : { retryAfterMs: reply.retryAfterMs }) };
}

/** No answer at all: whether the sink took it is unknown, and sending it twice is better than never. */
export function classifyFault(error: unknown): DeliveryOutcome {
  return { kind: 'retry', reason: maskSecrets(`no answer: ${String(error)}`).slice(0, REASON_CHARACTERS_MAX) };
}

function describe(reply: SinkReply): string {
  const body = Buffer.from(reply.body).toString('utf8').replaceAll('\0', '');
  return maskSecrets(`HTTP ${reply.status}: ${body}`).slice(0, REASON_CHARACTERS_MAX);
}
