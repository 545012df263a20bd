import type { JsonObject } from '@tollgate/kernel';

/** What Anthropic says when it thinks in both ways, speaks and calls a tool. */
export const SEALED_CONTENT: readonly JsonObject[] = [
  { type: 'thinking', thinking: 'Paris – “see”\n', signature: 'EqQB+/=é' },
  { type: 'redacted_thinking', data: 'EmwKAhgB+/==' },
  { type: 'text', text: 'Looking.' },
  { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Paris' } },
];

/** The whole answer with that content. */
export const SEALED_ANSWER: JsonObject = {
  type: 'message',
  role: 'assistant',
  id: 'm',
  model: 'c',
  content: SEALED_CONTENT,
  stop_reason: 'tool_use',
  usage: {},
};
