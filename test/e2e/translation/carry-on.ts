import { RESULT } from './ask.js';
import type { ClientId } from './ask.js';
import type { Wire } from './said.js';

/**
 * The next question of a client that did what it was asked to: its conversation so far, the answer as it was given (calls, their ids, reasoning and
 * seals, as the dialect's SDKs send them back), and a result for each call. `answer` is a whole answer.
 */
export function carryOn(client: Exclude<ClientId, 'openai-completions'>, body: Wire, answer: Wire): Wire {
  return CARRY_ON[client](body, answer);
}

const CARRY_ON: Readonly<Record<Exclude<ClientId, 'openai-completions'>, (body: Wire, answer: Wire) => Wire>> = {
  'openai-chat': (body, { choices }) => {
    const message: Wire = choices[0].message;
    const calls = (message['tool_calls'] ?? []) as readonly Wire[];
    const results = calls.map(({ id }) => ({ role: 'tool', tool_call_id: id as string, content: RESULT }));
    return { ...body, messages: [...body['messages'], { ...message, role: 'assistant' }, ...results] };
  },
  'openai-responses': (body, { output }) => {
    const items = output as readonly Wire[];
    const results = items
      .filter(({ type }) => type === 'function_call')
      .map(({ call_id: id }) => ({ type: 'function_call_output', call_id: id as string, output: RESULT }));
    return { ...body, input: [...body['input'], ...items, ...results] };
  },
  'anthropic-messages': (body, { content }) => {
    const results = (content as readonly Wire[])
      .filter(({ type }) => type === 'tool_use')
      .map(({ id }) => ({ type: 'tool_result', tool_use_id: id as string, content: RESULT }));
    return {
      ...body,
      messages: [...body['messages'], { role: 'assistant', content }, { role: 'user', content: results }],
    };
  },
  gemini: (body, { candidates }) => {
    const parts = candidates[0].content.parts as readonly Wire[];
    const results = parts.flatMap(({ functionCall: call }) =>
      call === undefined
        ? []
        : [{ functionResponse: { ...(call.id && { id: call.id }), name: call.name, response: { output: RESULT } } }],
    );
    return { ...body, contents: [...body['contents'], { role: 'model', parts }, { role: 'user', parts: results }] };
  },
};
