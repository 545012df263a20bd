import { maskSecrets } from '@tollgate/kernel';
import type { DeliveryOutcome } from '../sink.js';
import type { SinkReply } from '../sink-http.js';
import type { Destination } from './destination.js';

type Judged = Pick<Destination, 'name' | 'settings' | 'readReply'>;

/** What says that this very payload is bad: sending it again gives the same. */
const REFUSES_THE_RECORD: ReadonlySet<number> = new Set([400, 413, 422]);
/** Statuses below 500 that pass by themselves. */
const PASSES: ReadonlySet<number> = new Set([408, 425, 429]);
/** A sink that asks for more would keep a delivery until nobody waits for it. */
const RETRY_AFTER_MS_MAX = 3_600_000;
const REASON_CHARACTERS_MAX = 500;

/**
 * What an answer means: 2xx taken; 400, 413 and 422 refused for good; every other to be sent again. Credentials, rights, address
 * and proxy are refused for all records alike until an operator has mended them, which is no record's fault.
 */
export function classifyReply(sink: Judged, reply: SinkReply): DeliveryOutcome {
  const own = sink.readReply?.(reply);
  if (own !== undefined) return own;
  const { status, retryAfterMs } = reply;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const reason = describe(reply);
  if (REFUSES_THE_RECORD.has(status)) return { kind: 'rejected', reason };
  return {
    kind: 'retry',
    reason,
    ...(retryAfterMs !== undefined && { retryAfterMs: Math.min(retryAfterMs, RETRY_AFTER_MS_MAX) }),
    ...(status < 500 && !PASSES.has(status) && { mend: describeMend(sink, status) }),
  };
}

function describeMend({ name, settings = [] }: Judged, status: number): string {
  const where = settings.length === 0 ? '' : ` (${settings.join(', ')})`;
  return `check ${suspect(name, status)}${where}, and start the worker again where a setting has changed`;
}

function suspect(name: string, status: number): string {
  switch (status) {
    case 401:
    case 403:
      return `the credentials for ${name}`;
    case 402:
      return `the account at ${name}`;
    case 407:
      return `the proxy on the way to ${name}`;
    default:
      return `the address of ${name}`;
  }
}

/** No answer at all: whether the sink took it is unknown, and sending it twice is better than never. */
export function classifyFault(error: unknown): DeliveryOutcome {
  return { kind: 'retry', reason: maskSecrets(`no answer: ${String(error)}`).slice(0, REASON_CHARACTERS_MAX) };
}

function describe(reply: SinkReply): string {
  const body = Buffer.from(reply.body).toString('utf8').replaceAll('\0', '');
  return maskSecrets(`HTTP ${reply.status}: ${body}`).slice(0, REASON_CHARACTERS_MAX);
}
