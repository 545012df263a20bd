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
  // the client may have gone while it was authenticated: no event says so again
  if (request.destroyed) return Promise.reject(clientGone());
  return new Promise((resolve, reject) => new BodyCollector(request, limits, resolve, reject).begin());
}

class BodyCollector {
  private readonly pieces: Buffer[] = [];
  private size = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: BodyLimits,
    private readonly resolve: (body: BufferedBody) => void,
    private readonly reject: (error: GatewayError) => void,
  ) {}

  begin(): void {
    this.timer = setTimeout(() => this.fail(timedOut()), this.limits.idleMs);
    this.request.on('data', this.onData).on('end', this.onEnd).on('error', this.onGone).on('close', this.onGone);
  }

  private readonly onData = (piece: Buffer): void => {
    if (this.size + piece.length > this.limits.bytesMax) return this.fail(tooLarge(this.limits.bytesMax));
    if (!this.limits.budget.take(piece.length)) return this.fail(noRoom());
    this.size += piece.length;
    this.pieces.push(piece);
    this.timer?.refresh();
  };

  private readonly onEnd = (): void => {
    this.stop();
    const [only] = this.pieces;
    const bytes = this.pieces.length === 1 && only !== undefined ? only : Buffer.concat(this.pieces, this.size);
    this.resolve({ bytes, release: () => this.limits.budget.give(this.size) });
  };

  private readonly onGone = (): void => this.fail(clientGone());

  private fail(error: GatewayError): void {
    this.stop();
    this.limits.budget.give(this.size);
    this.request.pause();
    this.reject(error);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.request.off('data', this.onData).off('end', this.onEnd).off('error', this.onGone).off('close', this.onGone);
  }
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

function timedOut(): GatewayError {
  return new GatewayError('body_timeout', { message: 'The request body did not arrive in time.' });
}

function clientGone(): GatewayError {
  return new GatewayError('client_closed', {
    message: 'The client closed the connection before its request was whole.',
  });
}
