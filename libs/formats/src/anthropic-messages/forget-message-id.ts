import { isJsonObject } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import type { Losses } from '../losses.js';

/**
 * Without the answer that a request is to be compared with (`diagnostics.previous_message_id`, beta `cache-diagnosis-2026-04-07`). The
 * provider compares the prompts of whoever shares its account, and whose a message is the gateway does not know: it writes nothing down
 * for one. Left out, not refused: coding agents send it with every turn, also after an answer of another provider.
 */
export function forgetMessageId(request: CanonicalRequest, losses: Losses): CanonicalRequest {
  const { diagnostics } = request.extra;
  if (!isJsonObject(diagnostics) || (diagnostics['previous_message_id'] ?? null) === null) return request;
  losses.drop('diagnostics.previous_message_id', 'whose message it is cannot be known');
  return { ...request, extra: { ...request.extra, diagnostics: { ...diagnostics, previous_message_id: null } } };
}
