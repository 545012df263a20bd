import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { ContentPart, ReasoningPart, ToolCallPart } from '@tollgate/canonical';
import { sealForItem, type Seal } from '../reasoning-seal.js';

/** What an item of the output is, before its content is known. */
export type ItemKind = 'message' | 'reasoning' | 'function' | 'custom';

const ID_PREFIXES: Readonly<Record<ItemKind, string>> = {
  message: 'msg',
  reasoning: 'rs',
  function: 'fc',
  custom: 'ctc',
};

/** An id in the form that the API gives to an item. */
export function itemId(kind: ItemKind, newId: () => string): string {
  return `${ID_PREFIXES[kind]}_${newId().replaceAll('-', '')}`;
}

export function textPart(text: string, annotations: readonly JsonValue[] = []): JsonObject {
  return { type: 'output_text', text, annotations: annotations.flatMap(flatten), logprobs: [] };
}

/** Citations of chat completions stand flat here; those of other dialects have no word. */
function flatten(annotation: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(annotation) || annotation['type'] !== 'url_citation') return [];
  const { url_citation: nested } = annotation;
  return [isJsonObject(nested) ? { type: 'url_citation', ...nested } : annotation];
}

export function refusalPart(refusal: string): JsonObject {
  return { type: 'refusal', refusal };
}

export function messageItem(id: string, content: readonly JsonObject[], status = 'completed'): JsonObject {
  return { id, type: 'message', status, role: 'assistant', content };
}

/** What sealed the reasoning travels as its encrypted content, whoever sealed it. */
export function reasoningItem(id: string, text: string, seal: Seal): JsonObject {
  const sealed = sealForItem(seal);
  return {
    id,
    type: 'reasoning',
    summary: text === '' ? [] : [{ type: 'summary_text', text }],
    ...(sealed !== undefined && { encrypted_content: sealed }),
  };
}

export function callItem(
  id: string,
  call: Pick<ToolCallPart, 'id' | 'name' | 'input' | 'kind'>,
  status = 'completed',
): JsonObject {
  const base = { id, status, call_id: call.id, name: call.name };
  return call.kind === 'custom'
    ? { ...base, type: 'custom_tool_call', input: call.input }
    : { ...base, type: 'function_call', arguments: call.input };
}

/** The parts of an answer as items: words in a row are one message. */
export function encodeOutput(content: readonly ContentPart[], newId: () => string): readonly JsonObject[] {
  const items: JsonObject[] = [];
  let words: JsonObject[] = [];
  const flush = (): void => {
    if (words.length > 0) items.push(messageItem(itemId('message', newId), words));
    words = [];
  };
  for (const part of content) {
    if (part.type === 'text') words.push(textPart(part.text, part.annotations));
    else if (part.type === 'refusal') words.push(refusalPart(part.text));
    else if (part.type === 'reasoning' || part.type === 'tool-call') {
      flush();
      items.push(encodePart(part, newId));
    }
  }
  flush();
  return items;
}

function encodePart(part: ReasoningPart | ToolCallPart, newId: () => string): JsonObject {
  return part.type === 'reasoning'
    ? reasoningItem(itemId('reasoning', newId), part.text, part)
    : callItem(itemId(part.kind, newId), part);
}
