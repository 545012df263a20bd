import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Message } from '@tollgate/canonical';
import { writtenHere } from './own-source.js';

/** Of items that the API gives ids to; those of others begin with `item`. */
const ID_PREFIXES: Readonly<Record<string, string>> = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  function_call_output: 'fco',
  custom_tool_call: 'ctc',
  custom_tool_call_output: 'ctco',
};

/** The input of a client of this dialect as items; a text is a message of its user. The instructions are no part of it. */
export function inputItems({ messages }: CanonicalRequest): readonly JsonObject[] {
  return messages.flatMap((message): readonly JsonObject[] => {
    const written = writtenHere(message);
    if (typeof written === 'string')
      return message.role === 'system' ? [] : [{ type: 'message', role: message.role, content: written }];
    return Array.isArray(written) ? (written as readonly JsonObject[]) : [];
  });
}

/** The instructions of a client of this dialect, as it wrote them. */
export function instructionsOf([first]: readonly Message[]): string | undefined {
  const written = first?.role === 'system' ? writtenHere(first) : undefined;
  return typeof written === 'string' ? written : undefined;
}

/** Items as the API lists them: each has an id and a type, and a message's text is a part of its content. */
export function listedItems(items: readonly JsonObject[], newId: () => string): readonly JsonObject[] {
  return items.map((item) => {
    const type = typeof item['type'] === 'string' ? item['type'] : 'message';
    const id = typeof item['id'] === 'string' && item['id'] !== '' ? item['id'] : newItemId(type, newId);
    const listed: JsonObject = { ...item, id, type };
    return type === 'message' ? { ...listed, ...listedMessage(item) } : listed;
  });
}

function listedMessage({ role, status, content }: JsonObject): JsonObject {
  const type = role === 'assistant' ? 'output_text' : 'input_text';
  const noted: JsonValue = type === 'output_text' ? { annotations: [] } : {};
  return {
    status: status ?? 'completed',
    content: typeof content === 'string' ? [{ type, text: content, ...noted }] : (content ?? []),
  };
}

function newItemId(type: string, newId: () => string): string {
  const prefix = Object.hasOwn(ID_PREFIXES, type) ? (ID_PREFIXES[type] ?? 'item') : 'item';
  return `${prefix}_${newId().replaceAll('-', '')}`;
}
