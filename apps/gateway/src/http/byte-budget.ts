/** Bytes of buffered bodies that the whole process may hold at once. */
export class ByteBudget {
  private used = 0;

  constructor(private readonly bytesMax: number) {}

  /** False when there is no room; nothing is taken then. */
  take(bytes: number): boolean {
    if (this.used + bytes > this.bytesMax) return false;
    this.used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.used -= bytes;
  }

  get usedBytes(): number {
    return this.used;
  }
}
