import type { FinishReason } from '@tollgate/canonical';
import { decodeStopReason, encodeStopReason } from './map-finish-reason.js';

/** Every word of the Messages API's `stop_reason`; `compaction` is of a beta, and no end of an answer. */
it.each<[string, FinishReason]>([
  ['end_turn', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['stop_sequence', 'stop-sequence'],
  ['tool_use', 'tool-calls'],
  ['pause_turn', 'pause'],
  ['refusal', 'refusal'],
  ['compaction', 'other'],
  ['constructor', 'other'],
])('%s ends an answer for the reason %s', (raw, reason) => {
  expect(decodeStopReason(raw, null)).toEqual({ reason, raw });
  expect(decodeStopReason(raw, 'END')).toEqual({ reason, raw, stopSequence: 'END' });
});

const NOTHING = { refusal: false, toolCall: false };

it.each<[FinishReason, string]>([
  ['stop', 'end_turn'],
  ['other', 'end_turn'],
  ['length', 'max_tokens'],
  ['tool-calls', 'tool_use'],
  ['content-filter', 'refusal'],
  ['refusal', 'refusal'],
  ['stop-sequence', 'stop_sequence'],
  ['pause', 'pause_turn'],
  ['failed', 'error'],
])('the reason %s of another dialect is told as %s', (reason, stop_reason) => {
  expect(encodeStopReason({ reason }, NOTHING)).toEqual({ stop_reason, stop_sequence: null });
});

it.each([
  [{ refusal: true, toolCall: false }, 'refusal'],
  [{ refusal: false, toolCall: true }, 'tool_use'],
  [{ refusal: true, toolCall: true }, 'refusal'],
])('a mere stop of an answer that held %j is told as %s, and any other end as itself', (held, stop_reason) => {
  expect(encodeStopReason({ reason: 'stop' }, held).stop_reason).toBe(stop_reason);
  expect(encodeStopReason({ reason: 'length' }, held).stop_reason).toBe('max_tokens');
});
