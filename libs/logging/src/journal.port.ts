import type { CompletionRecord, RecordTexts, StartedRecord } from '@tollgate/canonical';

/** The process's append-only journal. A promise resolves when the write call has returned; it rejects when the write failed. */
export abstract class Journal {
  /** Before the first upstream byte of an attempt. */
  abstract started(record: StartedRecord): Promise<void>;
  /** Before the client gets its end. Texts travel in frames of their own. */
  abstract finished(record: CompletionRecord, texts: RecordTexts | undefined): Promise<void>;
  /** False below the free-space watermark or after a write error: admission answers 503. */
  abstract accepting(): boolean;
}
