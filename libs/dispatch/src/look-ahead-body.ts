import type { ByteSource } from './answer-stream.js';

/** A body that can also be read as a whole. */
export interface WholeSource extends ByteSource {
  /** Throws UpstreamBroken (`too-large`) beyond `bytesMax`. */
  readAll(bytesMax: number): Promise<Buffer>;
}

/** A body whose beginning was looked at, and that gives it all the same; but for blank pieces before it, which no dialect reads. */
export class LookAheadBody implements WholeSource {
  private constructor(
    private start: Uint8Array | undefined,
    private readonly rest: WholeSource,
  ) {}

  static async open(source: WholeSource): Promise<LookAheadBody> {
    for (;;) {
      const piece = await source.next();
      if (piece === undefined || firstMark(piece) !== undefined) return new LookAheadBody(piece, source);
    }
  }

  /** The first character that is no white space; undefined where there is none. */
  get first(): string | undefined {
    return this.start === undefined ? undefined : firstMark(this.start);
  }

  async next(): Promise<Uint8Array | undefined> {
    return this.take() ?? (await this.rest.next());
  }

  async readAll(bytesMax: number): Promise<Buffer> {
    const start = this.take() ?? Buffer.alloc(0);
    return Buffer.concat([start, await this.rest.readAll(bytesMax - start.length)]);
  }

  abort(): void {
    this.rest.abort();
  }

  private take(): Uint8Array | undefined {
    const { start } = this;
    this.start = undefined;
    return start;
  }
}

function firstMark(piece: Uint8Array): string | undefined {
  return Buffer.from(piece).toString('latin1').trimStart()[0];
}
