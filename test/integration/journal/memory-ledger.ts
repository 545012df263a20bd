import { LedgerWriter, type LedgerLine, StoreUnavailable } from '@tollgate/logging';

interface Row {
  readonly requestId: string;
  readonly status?: string;
  readonly costNano?: string;
}

/** A ledger with the port's promises: a batch lands whole or not at all, what is there already changes nothing. */
export class MemoryLedger extends LedgerWriter {
  readonly rows = new Map<string, Row>();
  readonly texts = new Set<string>();
  readonly aside: string[] = [];
  readonly batches: number[] = [];
  isDown = false;
  /** What the next writes wait for, one each. */
  readonly gates: Promise<void>[] = [];
  /** Requests whose record no batch takes. */
  poison = new Set<string>();
  private readonly letters = new Set<string>();
  private readonly waiting: (() => void)[] = [];

  override async write(lines: readonly LedgerLine[]): Promise<void> {
    await this.gates.shift();
    if (this.isDown) throw new StoreUnavailable('down');
    const parsed = lines.map((line) => ({ kind: line.kind, record: JSON.parse(line.json) as Row }));
    if (parsed.some(({ kind, record }) => kind === 'finished' && this.poison.has(record.requestId)))
      throw Object.assign(new Error('bad record'), { code: '22003' });
    this.batches.push(lines.length);
    for (const { kind, record } of parsed) {
      if (kind === 'text') this.texts.add(record.requestId);
      else if (!this.rows.has(record.requestId)) this.rows.set(record.requestId, record);
    }
    for (const wake of this.waiting.splice(0)) wake();
  }

  override async setAside(line: LedgerLine): Promise<boolean> {
    await Promise.resolve();
    if (this.isDown) throw new StoreUnavailable('down');
    const isNew = !this.letters.has(line.json);
    this.letters.add(line.json);
    if (isNew) this.aside.push((JSON.parse(line.json) as { requestId: string }).requestId);
    for (const wake of this.waiting.splice(0)) wake();
    return isNew;
  }

  override async withoutSetAside(lines: readonly LedgerLine[]): Promise<readonly LedgerLine[]> {
    await Promise.resolve();
    if (this.isDown) throw new StoreUnavailable('down');
    return lines.filter((line) => !this.letters.has(line.json));
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
