import type { FinishReason } from '@tollgate/canonical';
import { blockedFinish, decodeFinish, encodeFinish } from './map-finish-reason.js';

/** Every word of the Gemini API's FinishReason (v1beta). */
it.each<[FinishReason, readonly string[]]>([
  ['stop', ['STOP']],
  ['length', ['MAX_TOKENS']],
  ['content-filter', ['SAFETY', 'RECITATION', 'LANGUAGE', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'MODEL_ARMOR']],
  ['content-filter', ['IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT', 'IMAGE_RECITATION']],
  ['pause', ['CONTINUATION']],
  ['failed', ['MALFORMED_FUNCTION_CALL', 'MALFORMED_RESPONSE', 'MISSING_THOUGHT_SIGNATURE', 'UNEXPECTED_TOOL_CALL']],
  ['failed', ['TOO_MANY_TOOL_CALLS', 'IMAGE_OTHER', 'NO_IMAGE', 'OTHER']],
  ['other', ['FINISH_REASON_UNSPECIFIED', 'SOMETHING_NEW', 'constructor']],
])('a candidate ends for the reason %s by each of the words %j', (reason, words) => {
  for (const raw of words) expect(decodeFinish(raw, false)).toEqual({ reason, raw });
});

it('a candidate that called functions stops for them, and for no other end', () => {
  expect(decodeFinish('STOP', true)).toEqual({ reason: 'tool-calls', raw: 'STOP' });
  expect(decodeFinish('MAX_TOKENS', true).reason).toBe('length');
  expect(decodeFinish(undefined, true)).toEqual({ reason: 'other' });
});

it('a prompt that was blocked is filtered content', () => {
  expect(blockedFinish('SPII')).toEqual({ reason: 'content-filter', raw: 'SPII' });
});

it.each<[FinishReason, string]>([
  ['stop', 'STOP'],
  ['stop-sequence', 'STOP'],
  ['pause', 'STOP'],
  ['tool-calls', 'STOP'],
  ['length', 'MAX_TOKENS'],
  ['content-filter', 'SAFETY'],
  ['refusal', 'SAFETY'],
  ['failed', 'OTHER'],
  ['other', 'OTHER'],
])('the reason %s of another dialect is told as %s', (reason, word) => {
  expect(encodeFinish({ reason })).toBe(word);
});
