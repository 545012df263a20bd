import type { FinishReason } from '@tollgate/canonical';
import { decodeFinish, encodeFinish } from './map-finish-reason.js';

/** OpenAI's API reference 2.3.0; what Mistral, Together, Ollama's and Anthropic's hosts of the dialect and OpenRouter say beside it. */
it.each<[FinishReason, readonly string[]]>([
  ['stop', ['stop', 'eos', 'eos_token', 'end_turn']],
  ['stop-sequence', ['stop_sequence']],
  ['length', ['length', 'max_tokens', 'model_length']],
  ['tool-calls', ['tool_calls', 'function_call']],
  ['content-filter', ['content_filter']],
  ['failed', ['error']],
  ['other', ['something_new', 'constructor', '']],
])('an answer ends for the reason %s by each of the words %j', (reason, words) => {
  for (const word of words) expect(decodeFinish(word)).toEqual({ reason, raw: word });
});

it('an answer that says no word ends for another reason', () => {
  expect(decodeFinish(null)).toEqual({ reason: 'other' });
});

it.each<[FinishReason, string]>([
  ['stop', 'stop'],
  ['stop-sequence', 'stop'],
  ['pause', 'stop'],
  ['other', 'stop'],
  ['length', 'length'],
  ['tool-calls', 'tool_calls'],
  ['content-filter', 'content_filter'],
  ['refusal', 'content_filter'],
  ['failed', 'error'],
])('the reason %s of another dialect is told as %s', (reason, word) => {
  expect(encodeFinish({ reason })).toBe(word);
});
