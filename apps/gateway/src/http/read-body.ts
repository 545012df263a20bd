import type { IncomingMessage } from 'node:http';
import { GatewayError } from '@tollgate/canonical';
import type { ByteBudget } from './byte-budget.js';

export interface BodyLimits {
  readonly bytesMax: number;
  /** Longest wait for the next piece, milliseconds. */
  readonly idleMs: number;
  readonly budget: ByteBudget;
}

/** A body in memory. `release` gives its bytes back to the process's budget. */
export interface BufferedBody {
  readonly bytes: Buffer;
  release(): void;
}

/** Reads a request's body whole; throws GatewayError 413, 408, 503 or 499 and has then given its bytes back. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<BufferedBody> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limits.bytesMax) return Promise.reject(tooLarge(limits.bytesMax));
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    let timer = setTimeout(timedOut, limits.idleMs);

    function finish(error?: GatewayError): void {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onClosed).off('close', onClosed);
      if (error !== undefined) {
        limits.budget.give(size);
        request.pause();
        reject(error);
        return;
      }
      const held = size;
      const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, size);
      resolve({ bytes, release: () => limits.budget.give(held) });
    }
    function timedOut(): void {
      finish(new GatewayError('body_timeout', { message: 'The request body did not arrive in time.' }));
    }
    function onData(piece: Buffer): void {
      if (size + piece.length > limits.bytesMax) return finish(tooLarge(limits.bytesMax));
      if (!limits.budget.take(piece.length)) return finish(noRoom());
      size += piece.length;
      pieces.push(piece);
      clearTimeout(timer);
      timer = setTimeout(timedOut, limits.idleMs);
    }
    function onEnd(): void {
      finish();
    }
    function onClosed(): void {
      finish(new GatewayError('client_closed', { message: 'The client closed the connection before its request was whole.' }));
    }
    request.on('data', onData).on('end', onEnd).on('error', onClosed).on('close', onClosed);
  });
}

function tooLarge(bytesMax: number): GatewayError {
  return new GatewayError('body_too_large', {
    message: `The request body is larger than ${bytesMax} bytes. Send less, or raise general_settings.max_request_size_mb.`,
  });
}

function noRoom(): GatewayError {
  return new GatewayError('overloaded', {
    message: 'The gateway holds too many request bodies at the moment. Try again shortly.',
    retryAfterMs: 1000,
  });
}
