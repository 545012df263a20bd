import type { UpstreamFailure } from '@tollgate/canonical';

/** The transport's side of back-pressure and abort; undici's DispatchController fits it. */
export interface FlowControl {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

/** Bytes that may wait here before the socket is paused. */
const BUFFERED_BYTES_MAX = 256 * 1024;
/** Bytes that are given at once, as a read of a socket has: an output limit is looked at after each, so a slow client's backlog is not one. */
const JOINED_BYTES_MAX = 64 * 1024;

/**
 * An answer's body, pulled as it comes. The socket is paused while more than 256 KiB wait to be read, so a slow client
 * slows the provider down instead of filling memory.
 */
export class BodyReader {
  private readonly queue: Uint8Array[] = [];
  private queuedBytes = 0;
  private ended = false;
  private failure: UpstreamFailure | undefined;
  private wake: (() => void) | undefined;
  private paused = false;

  constructor(private readonly flow: FlowControl) {}

  /**
   * What has come since the last call, in one piece of at most 64 KiB unless it came as a larger one: a read of the socket often brings
   * several events, and who reads decodes and writes them at once. Undefined at the end of the body; throws UpstreamBroken when the body breaks off.
   */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (this.queue.length > 0) return this.take();
      if (this.failure !== undefined) throw new UpstreamBroken(this.failure);
      if (this.ended) return undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** The whole body, at most `bytesMax`; throws UpstreamBroken (`too-large`) beyond. */
  async readAll(bytesMax: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const piece = await this.next();
      if (piece === undefined)
        return pieces.length === 1 && pieces[0] ? asBuffer(pieces[0]) : Buffer.concat(pieces, size);
      size += piece.length;
      if (size > bytesMax) {
        this.abort();
        throw new UpstreamBroken({
          message: `the provider's answer is larger than ${bytesMax} bytes`,
          unbilled: false,
          transport: 'too-large',
        });
      }
      pieces.push(piece);
    }
  }

  /** Ends the upstream call: nobody wants the rest. */
  abort(): void {
    if (this.ended || this.failure !== undefined) return;
    this.flow.abort(new Error('no longer wanted'));
  }

  /** Called by the transport. */
  push(piece: Uint8Array): void {
    this.queue.push(piece);
    this.queuedBytes += piece.length;
    if (!this.paused && this.queuedBytes > BUFFERED_BYTES_MAX) {
      this.paused = true;
      this.flow.pause();
    }
    this.signal();
  }

  /** Called by the transport. */
  finish(failure?: UpstreamFailure): void {
    if (failure !== undefined) this.failure ??= failure;
    else this.ended = true;
    this.signal();
  }

  private take(): Uint8Array {
    let count = 0;
    let size = 0;
    for (const { length } of this.queue) {
      if (count > 0 && size + length > JOINED_BYTES_MAX) break;
      count += 1;
      size += length;
    }
    const taken = this.queue.splice(0, count);
    this.queuedBytes -= size;
    if (this.paused && this.queuedBytes < BUFFERED_BYTES_MAX / 2) {
      this.paused = false;
      this.flow.resume();
    }
    const [first] = taken;
    return taken.length === 1 && first !== undefined ? first : Buffer.concat(taken, size);
  }

  private signal(): void {
    const wake = this.wake;
    this.wake = undefined;
    wake?.();
  }
}

/** The same bytes: a piece is nobody else's once it is here. */
function asBuffer(piece: Uint8Array): Buffer {
  return Buffer.isBuffer(piece) ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.length);
}

/** The connection failed or the body broke off; carries what is known. */
export class UpstreamBroken extends Error {
  constructor(readonly failure: UpstreamFailure) {
    super(failure.message);
    this.name = 'UpstreamBroken';
  }
}
