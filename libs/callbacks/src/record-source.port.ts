import type { DeliveredRecord, RecordKey } from './delivered-record.js';

/** Reads facts, attributes, attempts and the texts kept for one audience back from the ledger. */
export abstract class RecordSource {
  /**
   * The records of `keys` that are there, in any order; with texts only where their audience is `sink`. Rejects when the store
   * cannot be asked.
   */
  abstract read(sink: string, keys: readonly RecordKey[]): Promise<readonly DeliveredRecord[]>;
}
