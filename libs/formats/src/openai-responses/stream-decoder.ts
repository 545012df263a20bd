import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { StreamDecoder } from '../format.js';
import { parseEvent } from '../parse-event.js';
import { readText } from '../openai-chat/decode-part.js';
import { decodeUsage } from './convert-usage.js';
import { decodeCall } from './decode-input.js';
import { decodeReasoning, PARAGRAPH, readAnnotations } from './decode-part.js';
import { decodeFailure } from './errors.js';
import { decodeStatus } from './map-status.js';
import { FORMAT } from './own-source.js';
import {
  blockAt,
  closeItem,
  fill,
  initialState,
  itemAt,
  openCall,
  type OpenItem,
  type StreamState,
} from './stream-state.js';

/** Events of a response to canonical chunks. A fault in an event's JSON is a DecodeError. */
export function openStreamDecoder(): StreamDecoder {
  return new ResponsesDecoder();
}

class ResponsesDecoder implements StreamDecoder {
  private readonly state = initialState();

  push(event: WireEvent): readonly CanonicalChunk[] {
    const text = event.data.trim();
    if (text === '') return [];
    // hosts that also serve chat completions end this stream with its word too
    if (text === '[DONE]') return [{ type: 'wire', format: FORMAT, event, data: undefined }];
    const data = parseEvent(FORMAT, text);
    const out: CanonicalChunk[] = [{ type: 'wire', format: FORMAT, event, data }];
    if (!this.state.ended) this.decode(data, out);
    return out;
  }

  end(): readonly CanonicalChunk[] {
    const out: CanonicalChunk[] = [];
    closeAll(this.state, out);
    return out;
  }

  private decode(data: JsonObject, out: CanonicalChunk[]): void {
    const type = readText(data['type']);
    if (type === 'error' || type === 'response.failed') {
      out.push(decodeFailure(data));
      return;
    }
    if (isJsonObject(data['response'])) start(this.state, data['response'], out);
    const handle = Object.hasOwn(HANDLERS, type) ? HANDLERS[type] : undefined;
    if (handle !== undefined) handle(this.state, itemAt(this.state, readIndex(data['output_index'])), data, out);
    else if (ENDS.has(type) && isJsonObject(data['response'])) finish(this.state, data['response'], out);
  }
}

type Handler = (state: StreamState, item: OpenItem, data: JsonObject, out: CanonicalChunk[]) => void;

const ENDS = new Set(['response.completed', 'response.incomplete']);

const HANDLERS: Readonly<Record<string, Handler>> = {
  'response.output_item.added': (state, item, data, out) => {
    const added = isJsonObject(data['item']) ? data['item'] : {};
    if (added['type'] === 'reasoning') blockAt(state, item, 0, 'reasoning', out, readText(added['id']));
    else beginCall(state, item, added, out);
  },
  'response.content_part.added': (state, item, data, out) => {
    const part = isJsonObject(data['part']) ? data['part'] : {};
    const place = readIndex(data['content_index']);
    if (part['type'] === 'output_text') fill(blockAt(state, item, place, 'text', out), readText(part['text']), out);
    else if (part['type'] === 'refusal') blockAt(state, item, place, 'refusal', out);
  },
  'response.output_text.delta': (state, item, data, out) => {
    fill(blockAt(state, item, readIndex(data['content_index']), 'text', out), readText(data['delta']), out);
  },
  'response.refusal.delta': (state, item, data, out) => {
    fill(blockAt(state, item, readIndex(data['content_index']), 'refusal', out), readText(data['delta']), out);
  },
  'response.output_text.done': (state, item, data, out) => {
    const open = blockAt(state, item, readIndex(data['content_index']), 'text', out);
    if (!open.filled) fill(open, readText(data['text']), out);
  },
  'response.content_part.done': (_state, item, data) => {
    const part = isJsonObject(data['part']) ? data['part'] : {};
    const { annotations } = readAnnotations(part['annotations']);
    if (annotations !== undefined) item.annotations.set(readIndex(data['content_index']), annotations);
  },
  'response.reasoning_summary_text.delta': (state, item, data, out) => {
    think(state, item, readIndex(data['summary_index']), data, out);
  },
  'response.reasoning_text.delta': (state, item, data, out) => {
    think(state, item, readIndex(data['content_index']), data, out);
  },
  'response.function_call_arguments.delta': continueCall('delta'),
  'response.custom_tool_call_input.delta': continueCall('delta'),
  'response.function_call_arguments.done': completeCall('arguments'),
  'response.custom_tool_call_input.done': completeCall('input'),
  'response.output_item.done': endItem,
};

function start(state: StreamState, response: JsonObject, out: CanonicalChunk[]): void {
  if (state.started) return;
  state.started = true;
  const { created_at: created, service_tier: tier } = response;
  out.push({
    type: 'start',
    id: readText(response['id']),
    model: readText(response['model']),
    ...(typeof created === 'number' && { createdAt: created }),
    ...(typeof tier === 'string' && { extra: { service_tier: tier } }),
  });
}

/** The tier that served the answer is known at its end, and goes with the usage. */
function finish(state: StreamState, response: JsonObject, out: CanonicalChunk[]): void {
  tellRest(state, response['output'], out);
  closeAll(state, out);
  const usage = decodeUsage(response);
  const { service_tier: tier } = response;
  const raw = isJsonObject(usage?.raw) && typeof tier === 'string' ? { ...usage.raw, service_tier: tier } : usage?.raw;
  if (usage !== undefined)
    out.push({ type: 'usage', usage: { ...usage, ...(raw !== undefined && { raw }) }, final: true });
  out.push({ type: 'finish', choice: 0, finish: decodeStatus(response, state.calledTool) }, { type: 'end' });
  state.ended = true;
}

/**
 * What the whole response holds and no event told: some hosts stream nothing but its end. An item that was begun is known by its place; any
 * other is told only where nothing of its kind was, since hosts number their items as they like.
 */
function tellRest(state: StreamState, output: JsonValue | undefined, out: CanonicalChunk[]): void {
  if (!Array.isArray(output)) return;
  const before = new Set(state.told);
  for (const [index, item] of (output as readonly JsonValue[]).entries()) {
    if (!isJsonObject(item)) continue;
    const kinds = Object.hasOwn(KINDS, readText(item['type'])) ? (KINDS[readText(item['type'])] ?? []) : [];
    const begun = state.items.get(index);
    const untold = begun === undefined ? !kinds.some((kind) => before.has(kind)) : !begun.ended;
    if (kinds.length > 0 && untold) endItem(state, itemAt(state, index), { item }, out);
  }
}

/** What an item of the output becomes. */
const KINDS: Readonly<Record<string, readonly ('text' | 'refusal' | 'reasoning' | 'tool-call')[]>> = {
  message: ['text', 'refusal'],
  reasoning: ['reasoning'],
  function_call: ['tool-call'],
  custom_tool_call: ['tool-call'],
};

function closeAll(state: StreamState, out: CanonicalChunk[]): void {
  for (const item of state.items.values()) closeItem(item, {}, out);
}

/** Paragraphs of a summary are told apart as they are in a whole answer. */
function think(state: StreamState, item: OpenItem, paragraph: number, data: JsonObject, out: CanonicalChunk[]): void {
  const open = blockAt(state, item, 0, 'reasoning', out);
  const text = readText(data['delta']);
  if (text === '') return;
  const next = item.paragraph !== undefined && item.paragraph !== paragraph;
  item.paragraph = paragraph;
  fill(open, next ? PARAGRAPH + text : text, out);
}

function beginCall(state: StreamState, item: OpenItem, added: JsonObject, out: CanonicalChunk[]): void {
  if (added['type'] !== 'function_call' && added['type'] !== 'custom_tool_call') return;
  const { id, name, input, kind } = decodeCall(added);
  fill(openCall(state, item, { id, name, kind }, out), input, out);
}

function continueCall(member: string): Handler {
  return (_state, item, data, out) => {
    const open = item.blocks.get(0);
    if (open?.kind === 'tool-call') fill(open, readText(data[member]), out);
  };
}

/** The whole input at the end is a repetition, but at hosts that send no deltas. */
function completeCall(member: string): Handler {
  return (_state, item, data, out) => {
    const open = item.blocks.get(0);
    if (open?.kind === 'tool-call' && !open.filled) fill(open, readText(data[member]), out);
  };
}

/** An item is whole: what of it was not streamed is given now, and what only this dialect knows as it is. */
function endItem(state: StreamState, item: OpenItem, data: JsonObject, out: CanonicalChunk[]): void {
  const done = isJsonObject(data['item']) ? data['item'] : {};
  item.ended = true;
  switch (done['type']) {
    case 'message':
      endMessage(state, item, done, out);
      return;
    case 'reasoning': {
      const { text, type: _type, source: _source, ...seal } = decodeReasoning(done);
      const open = blockAt(state, item, 0, 'reasoning', out, seal.id);
      if (!open.filled) fill(open, text, out);
      closeItem(item, seal, out);
      return;
    }
    case 'function_call':
    case 'custom_tool_call': {
      const { id, name, input, kind } = decodeCall(done);
      const open = openCall(state, item, { id, name, kind }, out);
      if (!open.filled) fill(open, input, out);
      closeItem(item, {}, out);
      return;
    }
    default:
      out.push({ type: 'opaque', format: FORMAT, value: done });
  }
}

function endMessage(state: StreamState, item: OpenItem, done: JsonObject, out: CanonicalChunk[]): void {
  const parts = Array.isArray(done['content']) ? (done['content'] as readonly JsonValue[]) : [];
  for (const [place, part] of parts.entries()) {
    if (!isJsonObject(part)) continue;
    const refused = part['type'] === 'refusal';
    if (!refused && part['type'] !== 'output_text') continue;
    const { annotations } = readAnnotations(part['annotations']);
    if (annotations !== undefined && !item.annotations.has(place)) item.annotations.set(place, annotations);
    const open = blockAt(state, item, place, refused ? 'refusal' : 'text', out);
    if (!open.filled) fill(open, readText(refused ? part['refusal'] : part['text']), out);
  }
  closeItem(item, {}, out);
}

function readIndex(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}
