/**
 * A map for what comes and goes with each request. V8's own goes on pointing, from each table that deletions made it leave, to the next
 * one; once such a table has grown old it keeps all later ones alive, with everything that stood in them when they were left, until
 * the old generation is collected (measured: every request of a busy process, some 12 KB, copied twice and promoted). Here what
 * was deleted is gone from those tables too.
 */
export class TransientMap<V> {
  private readonly cells = new Map<string, { value: V | undefined }>();

  get size(): number {
    return this.cells.size;
  }

  get(key: string): V | undefined {
    return this.cells.get(key)?.value;
  }

  has(key: string): boolean {
    return this.cells.has(key);
  }

  set(key: string, value: V): void {
    const cell = this.cells.get(key);
    if (cell === undefined) this.cells.set(key, { value });
    else cell.value = value;
  }

  /** False when there was none. */
  delete(key: string): boolean {
    const cell = this.cells.get(key);
    if (cell === undefined) return false;
    cell.value = undefined;
    return this.cells.delete(key);
  }

  *values(): Generator<V> {
    for (const { value } of this.cells.values()) if (value !== undefined) yield value;
  }
}
