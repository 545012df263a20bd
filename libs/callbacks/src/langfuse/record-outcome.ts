import type { CompletionRecord } from '@tollgate/canonical';
import { maskSecrets } from '@tollgate/telemetry';

/** The call brought no answer. A cancelled one did, as far as it came. */
export function isFailed(record: CompletionRecord): boolean {
  return record.status === 'failure' || record.status === 'refused' || record.status === 'interrupted';
}

/** Langfuse's level. */
export function levelOf(record: CompletionRecord): 'DEFAULT' | 'WARNING' | 'ERROR' {
  if (isFailed(record)) return 'ERROR';
  return record.status === 'cancelled' ? 'WARNING' : 'DEFAULT';
}

/**
 * What went wrong. A provider's message may quote the prompt, so that without `content` only the code and the status are told.
 */
export function statusMessageOf(record: CompletionRecord, content: boolean): string | undefined {
  if (record.status === 'cancelled') return 'The client closed the connection before the answer ended.';
  if (!isFailed(record)) return undefined;
  const summary = `${record.errorCode ?? record.status} (HTTP ${record.httpStatus})`;
  return content && record.errorMessage !== undefined ? maskSecrets(record.errorMessage) : summary;
}
