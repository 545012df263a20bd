import type { CompletionRecord } from '@tollgate/canonical';
import { maskSecrets } from '@tollgate/kernel';

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
  return content && record.errorMessage !== undefined
    ? maskSecrets(withoutRouterSuffix(record, record.errorMessage))
    : summary;
}

/** What LiteLLM's router adds to the message for clients; its callbacks hear of the provider's error before that. */
const ROUTER_SUFFIX = /(\n\nLiteLLM: model group '|\. Received Model Group=)[\s\S]*$/;

function withoutRouterSuffix({ attempts }: CompletionRecord, message: string): string {
  return attempts.length === 0 ? message : message.replace(ROUTER_SUFFIX, '');
}
