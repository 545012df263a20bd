import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { WireEvent } from '@tollgate/canonical';

/** The assistant's message of a whole answer, as a client keeps it for the next turn. */
export function keepMessage(answer: unknown): JsonObject {
  const { choices } = answer as { readonly choices: readonly [{ readonly message: JsonObject }] };
  return choices[0].message;
}

/** The assistant's message of a streamed answer, put together as clients of LiteLLM do: texts joined, lists appended, calls by index. */
export function joinMessage(events: readonly WireEvent[]): JsonObject {
  const deltas = events.flatMap(({ data }) => (data === '[DONE]' ? [] : deltasOf(JSON.parse(data) as JsonValue)));
  const calls: { id: string; type: string; function: { name: string; arguments: string } }[] = [];
  for (const call of deltas.flatMap((delta) => (delta['tool_calls'] ?? []) as unknown as readonly StreamedCall[])) {
    const whole = (calls[call.index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } });
    whole.id += call.id ?? '';
    whole.function.name += call.function.name ?? '';
    whole.function.arguments += call.function.arguments;
  }
  const join = (name: string): string => deltas.map((delta) => textOf(delta[name])).join('');
  return {
    role: 'assistant',
    content: join('content'),
    reasoning_content: join('reasoning_content'),
    thinking_blocks: deltas.flatMap((delta) => (delta['thinking_blocks'] ?? []) as readonly JsonValue[]),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

/** The next turn: what the assistant said, and the result of each of its calls, or the user's next word. */
export function nextTurn(message: JsonObject): readonly JsonObject[] {
  const calls = (message['tool_calls'] ?? []) as readonly { readonly id: string }[];
  const results = calls.map(({ id }): JsonObject => ({ role: 'tool', tool_call_id: id, content: '21C' }));
  return [message, ...(results.length > 0 ? results : [{ role: 'user', content: 'and?' }])];
}

interface StreamedCall {
  readonly index: number;
  readonly id?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}

function deltasOf(event: JsonValue): readonly JsonObject[] {
  const choices = isJsonObject(event) ? event['choices'] : undefined;
  const first = Array.isArray(choices) ? (choices as readonly JsonValue[])[0] : undefined;
  return isJsonObject(first) && isJsonObject(first['delta']) ? [first['delta']] : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
