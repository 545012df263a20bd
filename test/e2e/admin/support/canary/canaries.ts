import { randomBytes } from 'node:crypto';

/** Secrets that are told from each other and from everything else, wherever they come out. */
export class Canaries {
  /** Letters and figures alone, so that no encoding of addresses changes it. */
  private readonly mark = `canary${randomBytes(9).toString('hex')}`;
  private readonly disguises: readonly string[] = disguisesOf(this.mark);
  private readonly names: string[] = [];

  /** A new one; `name` says where it was put. */
  make(name: string): string {
    this.names.push(name);
    return `sk-${this.mark}x${String(this.names.length - 1)}x`;
  }

  /** Where those come from that stand in a text, in the clear or encoded (base64, hexadecimal). */
  foundIn(text: string): readonly string[] {
    const plain = [...text.matchAll(new RegExp(`${this.mark}x(\\d+)x`, 'g'))].map(([, at]) => this.names[Number(at)]);
    const disguised = this.disguises.some((disguise) => text.includes(disguise)) ? ['one that is encoded'] : [];
    return [...new Set([...plain, ...disguised])].map(String);
  }
}

/** Base64 by where in its groups of three bytes the mark begins, without what its neighbours have a part in. */
function disguisesOf(mark: string): readonly string[] {
  const base64 = [0, 1, 2].map((before) =>
    Buffer.from('-'.repeat(before) + mark)
      .toString('base64url')
      .slice(before === 0 ? 0 : 4, -4),
  );
  return [...base64, Buffer.from(mark).toString('hex')];
}
