import type { UpstreamFailure } from '@tollgate/canonical';

/** The transport's side of back-pressure and abort; undici's DispatchController fits it. */
export interface FlowControl {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

/** Bytes that may wait here before the socket is paused. */
const BUFFERED_BYTES_MAX = 256 * 1024;

/**
 * An answer's body, pulled piece by piece. The socket is paused while more than 256 KiB wait to be read, so a slow client
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

  /** The next piece; undefined at the end of the body; throws UpstreamBroken when the body breaks off. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const piece = this.queue.shift();
      if (piece !== undefined) {
        this.queuedBytes -= piece.length;
        if (this.paused && this.queuedBytes < BUFFERED_BYTES_MAX / 2) {
          this.paused = false;
          this.flow.resume();
        }
        return piece;
      }
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
