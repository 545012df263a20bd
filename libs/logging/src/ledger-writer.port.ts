/** One journal line as it is sent on: the JSON text is never parsed on the way. */
export interface LedgerLine {
  readonly kind: 'finished' | 'text';
  readonly json: string;
}

/** Writes a batch in one statement; what is already there changes nothing. Rejects without having written any of it. */
export abstract class LedgerWriter {
  abstract write(lines: readonly LedgerLine[]): Promise<void>;
  /** Sets a line aside that no batch takes; a record stays counted. False when it was set aside before: then nothing changes. */
  abstract setAside(line: LedgerLine, reason: string): Promise<boolean>;
  /** The lines that were not set aside before, in their order. What was set aside is counted there, and must not be written as well. */
  abstract withoutSetAside(lines: readonly LedgerLine[]): Promise<readonly LedgerLine[]>;
}
