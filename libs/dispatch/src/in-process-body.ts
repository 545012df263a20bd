import type { ByteSource } from './answer-stream.js';

/** The answer of a provider that runs in this process, in the form of an upstream body. */
export class InProcessBody implements ByteSource {
  private readonly pieces: Iterator<string>;

  constructor(body: Iterable<string>) {
    this.pieces = body[Symbol.iterator]();
  }

  next(): Promise<Uint8Array | undefined> {
    const piece = this.pieces.next();
    return Promise.resolve(piece.done === true ? undefined : Buffer.from(piece.value));
  }

  async readAll(): Promise<Buffer> {
    const all: Uint8Array[] = [];
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) all.push(piece);
    return Buffer.concat(all);
  }

  abort(): void {
    this.pieces.return?.();
  }
}
