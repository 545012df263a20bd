import type { CanonicalChunk } from '@tollgate/canonical';

/** Past this multiple of the granted output the provider plainly ignores its limit, and the call is ended. */
const OVERRUN = 1.05;
/** A token of prose is about four bytes; shorter ones only make the count too small. */
const BYTES_PER_TOKEN = 4;

/**
 * Counts a stream's output while it comes, by what it must be at least: a token is no smaller than a delta, nor (on the whole) than four
 * bytes. Providers that send single characters, or many tokens at once, are never counted too high.
 */
export class OutputBound {
  private deltas = 0;
  private bytes = 0;
  private reported = 0;

  /** `outputTokensMax`: granted to all choices together; undefined where no money bounds them. */
  constructor(private readonly outputTokensMax: number | undefined) {}

  push(chunk: CanonicalChunk): void {
    if (this.outputTokensMax === undefined) return;
    switch (chunk.type) {
      case 'text-delta':
      case 'reasoning-delta':
      case 'refusal-delta':
        return this.count(chunk.text);
      case 'tool-call-delta':
        return this.count(chunk.input);
      case 'usage':
        this.reported = Math.max(this.reported, chunk.usage.output ?? 0);
        return;
      default:
        return;
    }
  }

  get exceeded(): boolean {
    if (this.outputTokensMax === undefined) return false;
    const tokensMin = Math.max(this.reported, Math.min(this.deltas, this.bytes / BYTES_PER_TOKEN));
    return tokensMin > this.outputTokensMax * OVERRUN;
  }

  private count(text: string): void {
    if (text === '') return;
    this.deltas += 1;
    this.bytes += Buffer.byteLength(text);
  }
}
