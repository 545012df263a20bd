import type { GatewayError } from '@tollgate/canonical';
import type { ClientFormat, StreamEncoder } from '@tollgate/formats';
import { FRAMINGS } from '@tollgate/framing';
import type { Exchange } from '../http/exchange.js';
import { errorHeaders, type Failed } from './answer-headers.js';
import type { Walked } from './build-record.js';
import type { PipelineParts } from './pipeline-parts.js';

/** An error before anything was sent, in the caller's dialect, with what LiteLLM's clients read in its head. */
export function sendError(
  parts: Pick<PipelineParts, 'keySpend' | 'clock'>,
  walked: Pick<Walked, 'surface' | 'ingress' | 'principal'>,
  error: GatewayError,
  failed: Failed,
  exchange: Exchange,
): void {
  sendPlainError(walked.surface.format, error, exchange, errorHeaders({ walked, parts }, error, failed));
}

/** The same where nothing is known of the caller. */
export function sendPlainError(
  format: Pick<ClientFormat, 'encodeError'>,
  error: GatewayError,
  exchange: Pick<Exchange, 'send'>,
  headers: Readonly<Record<string, string>> = {},
): void {
  const encoded = format.encodeError(error);
  exchange.send(
    encoded.status,
    { ...headers, ...error.headers, ...encoded.headers, 'content-type': 'application/json' },
    JSON.stringify(encoded.body),
  );
}

/** An error inside a stream that has begun: its last events, and no end that could be taken for a clean one. */
export function endStreamWithError(
  format: Pick<ClientFormat, 'framing' | 'encodeStreamError'>,
  error: GatewayError,
  exchange: Pick<Exchange, 'write' | 'end' | 'cut'>,
  encoder?: StreamEncoder,
): void {
  // bytes without a form have no place for an error: a clean end would be taken for the whole
  if (format.framing === 'raw') return exchange.cut();
  const framing = FRAMINGS[format.framing];
  void exchange.write(
    format
      .encodeStreamError(error, encoder)
      .map((event) => framing.encode(event))
      .join(''),
  );
  exchange.end();
}
