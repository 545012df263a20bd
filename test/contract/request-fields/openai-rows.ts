import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { type Cost, MARKER } from './cost.js';

export type Row = readonly [value: JsonValue, cost: Cost];

/** Every member of a chat completion request. */
export const OPENAI_MEMBERS: Readonly<Record<string, Row>> = {
  audio: [{ voice: 'alloy', format: 'mp3' }, 'unbounded'],
  frequency_penalty: [1, 'free'],
  function_call: ['auto', 'free'],
  functions: [[{ name: MARKER }], 'text'],
  logit_bias: [{ '50256': -100 }, 'free'],
  logprobs: [true, 'free'],
  max_completion_tokens: [7, 'limit'],
  max_tokens: [7, 'limit'],
  messages: [[{ role: 'user', content: MARKER }], 'text'],
  metadata: [{ a: 'b' }, 'free'],
  modalities: [['text', 'audio'], 'unbounded'],
  model: ['m', 'free'],
  moderation: [{ model: 'omni-moderation-latest' }, 'unbounded'],
  n: [3, 'choices'],
  parallel_tool_calls: [true, 'free'],
  prediction: [{ type: 'content', content: 'x' }, 'unbounded'],
  presence_penalty: [1, 'free'],
  // the dearest price of a cache entry is held for every request
  prompt_cache_key: ['k', 'free'],
  prompt_cache_options: [{ mode: 'explicit' }, 'free'],
  prompt_cache_retention: ['24h', 'free'],
  reasoning_effort: ['high', 'reasoning'],
  response_format: [{ type: 'json_schema', json_schema: { name: 'n', schema: { description: MARKER } } }, 'text'],
  safety_identifier: ['u', 'free'],
  seed: [1, 'free'],
  service_tier: ['priority', 'tier'],
  stop: [['x'], 'free'],
  store: [true, 'free'],
  stream: [true, 'free'],
  stream_options: [{ include_usage: true }, 'free'],
  temperature: [1, 'free'],
  tool_choice: ['auto', 'free'],
  tools: [[{ type: 'function', function: { name: MARKER } }], 'text'],
  top_logprobs: [2, 'free'],
  top_p: [1, 'free'],
  user: ['u', 'free'],
  verbosity: ['low', 'free'],
  web_search_options: [{}, 'unbounded'],
};

/** Every member of a message, whatever its role. */
export const OPENAI_MESSAGE_MEMBERS: Readonly<Record<string, Row>> = {
  audio: [{ id: 'audio_1' }, 'window'],
  content: [MARKER, 'text'],
  function_call: [{ name: MARKER, arguments: '{}' }, 'text'],
  name: [MARKER, 'text'],
  refusal: [MARKER, 'text'],
  role: ['user', 'free'],
  tool_call_id: [MARKER, 'text'],
  tool_calls: [[{ id: 'c', type: 'function', function: { name: 'f', arguments: `{"x":"${MARKER}"}` } }], 'text'],
};

/** Every type of content. */
export const OPENAI_CONTENT: Readonly<Record<string, readonly [part: JsonObject, cost: Cost]>> = {
  file: [{ file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' } }, 'document'],
  image_url: [{ image_url: { url: 'https://example.com/a.png' } }, 'image'],
  input_audio: [{ input_audio: { data: 'AAAA', format: 'wav' } }, 'audio'],
  refusal: [{ refusal: MARKER }, 'text'],
  text: [{ text: MARKER }, 'text'],
};

/** Every type of tool. */
export const OPENAI_TOOLS: Readonly<Record<string, readonly [tool: JsonObject, cost: Cost]>> = {
  custom: [{ custom: { name: 'c', description: MARKER } }, 'text'],
  function: [{ function: { name: 'f', description: MARKER, parameters: {} } }, 'text'],
};

/** Every form that an answer can be asked for. */
export const OPENAI_RESPONSE_FORMATS: Readonly<Record<string, readonly [format: JsonObject, cost: Cost]>> = {
  json_object: [{}, 'whole'],
  json_schema: [{ json_schema: { name: 'n', schema: { description: MARKER } } }, 'text'],
  text: [{}, 'free'],
};
