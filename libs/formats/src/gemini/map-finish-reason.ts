import type { JsonValue } from '@tollgate/kernel';
import type { Finish, FinishReason } from '@tollgate/canonical';

/** Why a candidate ended (Gemini API, FinishReason). What is not here (`FINISH_REASON_UNSPECIFIED`, words to come) says nothing. */
const REASONS: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  LANGUAGE: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  MODEL_ARMOR: 'content-filter',
  IMAGE_SAFETY: 'content-filter',
  IMAGE_PROHIBITED_CONTENT: 'content-filter',
  IMAGE_RECITATION: 'content-filter',
  CONTINUATION: 'pause',
  MALFORMED_FUNCTION_CALL: 'failed',
  MALFORMED_RESPONSE: 'failed',
  MISSING_THOUGHT_SIGNATURE: 'failed',
  UNEXPECTED_TOOL_CALL: 'failed',
  TOO_MANY_TOOL_CALLS: 'failed',
  IMAGE_OTHER: 'failed',
  NO_IMAGE: 'failed',
  OTHER: 'failed',
};

const WORDS: Readonly<Record<FinishReason, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
  'stop-sequence': 'STOP',
  pause: 'STOP',
  refusal: 'SAFETY',
  failed: 'OTHER',
  other: 'OTHER',
};

/** `finishReason`; an answer that calls functions ends with a mere stop (recording `generate/tools`). */
export function decodeFinish(word: JsonValue | undefined, calls: boolean): Finish {
  if (typeof word !== 'string') return { reason: 'other' };
  const reason = (Object.hasOwn(REASONS, word) ? REASONS[word] : undefined) ?? 'other';
  return { reason: reason === 'stop' && calls ? 'tool-calls' : reason, raw: word };
}

/** A prompt that was blocked has no candidates, only the reason (`promptFeedback.blockReason`). */
export function blockedFinish(blockReason: string): Finish {
  return { reason: 'content-filter', raw: blockReason };
}

export function encodeFinish({ reason }: Finish): string {
  return WORDS[reason];
}
