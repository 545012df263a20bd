import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AdmissionInstants } from '@tollgate/admission';
import { CREDENTIAL_HEADERS } from '@tollgate/auth';
import type { Clock, IdSource } from '@tollgate/kernel';
import type { Ingress } from './ingress.js';
import type { Route } from './route-table.js';

/** A client's own call id must be printable and short; anything else is replaced by the request's. */
const CALL_ID = /^[\x21-\x7e]{1,128}$/;

interface ReceiveParts {
  readonly admissionInstants: AdmissionInstants;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Fixes a request's id and instant; takes every credential off its headers. Reads nothing of the body. */
export function receive(
  request: IncomingMessage,
  match: { readonly route: Route; readonly params: Readonly<Record<string, string>>; readonly query: string },
  parts: ReceiveParts,
  keyHeaderName: string | undefined,
): Ingress {
  const requestId = parts.ids.newId();
  const callId = request.headers['x-litellm-call-id'];
  return {
    requestId,
    callId: typeof callId === 'string' && CALL_ID.test(callId) ? callId : requestId,
    receivedAt: parts.admissionInstants.next(),
    startedMs: parts.clock.monotonicMs(),
    route: match.route,
    path: (request.url ?? '').split('?', 1)[0] ?? '',
    params: match.params,
    query: match.query === '' ? {} : readQuery(match.query, match.route.keyParameter),
    headers: withoutCredentials(request.headers, keyHeaderName),
    ipAddress: request.socket.remoteAddress,
  };
}

function readQuery(query: string, keyParameter: string | undefined): Readonly<Record<string, string>> {
  const parameters = new URLSearchParams(query);
  if (keyParameter !== undefined) parameters.delete(keyParameter);
  return Object.fromEntries(parameters);
}

const CREDENTIALS: ReadonlySet<string> = new Set(CREDENTIAL_HEADERS);

function withoutCredentials(headers: IncomingHttpHeaders, keyHeaderName: string | undefined): IncomingHttpHeaders {
  const own = keyHeaderName?.toLowerCase();
  const kept: IncomingHttpHeaders = {};
  for (const name in headers) if (!CREDENTIALS.has(name) && name !== own) kept[name] = headers[name];
  return kept;
}
