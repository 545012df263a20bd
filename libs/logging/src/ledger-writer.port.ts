/** One journal line as it is sent on: the JSON text is never parsed on the way. */
export interface LedgerLine {
  readonly kind: 'finished' | 'text';
  readonly json: string;
}

/** Writes a batch in one statement; what is already there changes nothing. Rejects without having written any of it. */
export abstract class LedgerWriter {
  abstract write(lines: readonly LedgerLine[]): Promise<void>;
  /** Sets a record aside that no batch takes; it stays counted. */
  abstract setAside(line: LedgerLine, reason: string): Promise<void>;
}
