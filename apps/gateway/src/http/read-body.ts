import type { IncomingMessage } from 'node:http';
import { GatewayError } from '@tollgate/canonical';
import type { ByteBudget } from './byte-budget.js';

export interface BodyLimits {
  readonly bytesMax: number;
  /** Longest wait for the next piece, milliseconds. */
  readonly idleMs: number;
  /** For the whole body, milliseconds: a client that trickles is cut too. */
  readonly totalMs: number;
  readonly budget: ByteBudget;
}

/** A body in memory. `release` gives its bytes back to the process's budget. */
export interface BufferedBody {
  readonly bytes: Buffer;
  readonly release: () => void;
}

/** Refuses by its length alone a body that is too large, before it is asked for. Throws GatewayError 413. */
export function checkDeclaredLength({ headers }: IncomingMessage, bytesMax: number): void {
  if (Number(headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax);
}

/** Reads a request's body whole; throws GatewayError 413, 408, 503 or 499 and has then given its bytes back. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<BufferedBody> {
  // the client may have gone while it was authenticated: no event says so again
  if (request.destroyed) return Promise.reject(clientGone());
  return new Promise((resolve, reject) => new BodyCollector(request, limits, resolve, reject).begin());
}

class BodyCollector {
  private readonly pieces: Buffer[] = [];
  private size = 0;
  private idleTimer: NodeJS.Timeout | undefined;
  private totalTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: BodyLimits,
    private readonly resolve: (body: BufferedBody) => void,
    private readonly reject: (error: GatewayError) => void,
  ) {}

  begin(): void {
    const late = (): void => this.fail(timedOut());
    this.idleTimer = setTimeout(late, this.limits.idleMs);
    this.totalTimer = setTimeout(late, this.limits.totalMs);
    this.request.on('data', this.onData).on('end', this.onEnd).on('error', this.onGone).on('close', this.onGone);
  }

  private readonly onData = (piece: Buffer): void => {
    if (this.size + piece.length > this.limits.bytesMax) return this.fail(tooLarge(this.limits.bytesMax));
    if (!this.limits.budget.take(piece.length)) return this.fail(noRoom());
    this.size += piece.length;
    this.pieces.push(piece);
    this.idleTimer?.refresh();
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
    clearTimeout(this.idleTimer);
    clearTimeout(this.totalTimer);
    this.request.off('data', this.onData).off('end', this.onEnd).off('error', this.onGone).off('close', this.onGone);
  }
}

function tooLarge(bytesMax: number): GatewayError {
  return new GatewayError('body_too_large', {
    message: `The request body is larger than ${bytesMax} bytes. Send less, or raise general_settings.max_request_size_mb.`,
  });
}

/** The process holds as much as it may. */
export function noRoom(): GatewayError {
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
