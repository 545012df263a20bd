import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import type { StreamDecoder } from '../format.js';
import { parseEvent } from '../parse-event.js';
import { decodeUsage } from './convert-usage.js';
import { statusOf } from './errors.js';
import { decodeStopReason } from './map-finish-reason.js';
import { FORMAT } from './own-source.js';
import { applyDelta, closeBlock, openBlock, type OpenBlock } from './stream-blocks.js';

interface State {
  started: boolean;
  finished: boolean;
  ended: boolean;
  blocks: number;
  /** The provider's index -> what is open there. */
  readonly open: Map<number, OpenBlock>;
  /** The usage block so far: a later event's members replace an earlier one's. */
  usage: JsonObject;
}

/**
 * Events of a streamed answer to chunks. Tolerates what real streams do: pings anywhere, a repeated `message_start`
 * (recording `duplicate-message-start`), a second message spliced into the first (`spliced-message-start`: what is open is closed,
 * the answer goes on), input tokens only in `message_delta` (`message-delta-input-tokens`), unknown events and blocks. Throws
 * DecodeError for an event that is no JSON object.
 */
export function openStreamDecoder(): StreamDecoder {
  const state: State = { started: false, finished: false, ended: false, blocks: 0, open: new Map(), usage: {} };
  return {
    push(event) {
      const data = parseEvent(FORMAT, event.data);
      return [{ type: 'wire', format: FORMAT, event, data }, ...decodeEvent(state, data)];
    },
    end: () => closeAll(state),
  };
}

function decodeEvent(state: State, data: JsonObject): readonly CanonicalChunk[] {
  switch (data['type']) {
    case 'message_start':
      return onMessageStart(state, data);
    case 'content_block_start':
      return onBlockStart(state, data);
    case 'content_block_delta':
      return onBlockDelta(state, data);
    case 'content_block_stop':
      return closeAt(state, readIndex(data));
    case 'message_delta':
      return onMessageDelta(state, data);
    case 'message_stop':
      return onMessageStop(state);
    case 'error':
      return [decodeErrorEvent(data)];
    default:
      return [];
  }
}

function onMessageStart(state: State, data: JsonObject): readonly CanonicalChunk[] {
  const message = isJsonObject(data['message']) ? data['message'] : {};
  const closed = closeAll(state);
  const usage = mergeUsage(state, message['usage'], false);
  if (state.started) return [...closed, ...usage];
  state.started = true;
  const { id, model } = message;
  return [
    { type: 'start', id: typeof id === 'string' ? id : '', model: typeof model === 'string' ? model : '' },
    ...usage,
  ];
}

function onBlockStart(state: State, data: JsonObject): readonly CanonicalChunk[] {
  const index = readIndex(data);
  const closed = closeAt(state, index);
  const block = isJsonObject(data['content_block']) ? data['content_block'] : {};
  const [opened, chunks] = openBlock(block, state.blocks);
  if (opened.kind !== 'opaque') state.blocks += 1;
  state.open.set(index, opened);
  return [...closed, ...chunks];
}

/** A delta for a block that never began opens it: its own type says what it is. */
function onBlockDelta(state: State, data: JsonObject): readonly CanonicalChunk[] {
  const delta = isJsonObject(data['delta']) ? data['delta'] : {};
  const index = readIndex(data);
  const open = state.open.get(index);
  if (open !== undefined) return applyDelta(open, delta);
  const type = delta['type'] === 'text_delta' ? 'text' : delta['type'] === 'thinking_delta' ? 'thinking' : undefined;
  if (type === undefined) return [];
  const opening = onBlockStart(state, { index, content_block: { type } });
  return [...opening, ...onBlockDelta(state, data)];
}

function onMessageDelta(state: State, data: JsonObject): readonly CanonicalChunk[] {
  const delta = isJsonObject(data['delta']) ? data['delta'] : {};
  const usage = mergeUsage(state, data['usage'], true);
  if (state.finished || typeof delta['stop_reason'] !== 'string') return usage;
  state.finished = true;
  const finish = decodeStopReason(delta['stop_reason'], delta['stop_sequence']);
  return [...closeAll(state), ...usage, { type: 'finish', choice: 0, finish }];
}

function onMessageStop(state: State): readonly CanonicalChunk[] {
  if (state.ended) return [];
  state.ended = true;
  return [...closeAll(state), { type: 'end' }];
}

function decodeErrorEvent(data: JsonObject): CanonicalChunk {
  const error = isJsonObject(data['error']) ? data['error'] : {};
  const { message, type } = error;
  return {
    type: 'error',
    message: typeof message === 'string' ? message : 'the provider broke off the stream',
    ...(typeof type === 'string' && { providerType: type, ...statusOf(type) }),
    raw: data,
  };
}

function mergeUsage(state: State, block: JsonValue | undefined, final: boolean): readonly CanonicalChunk[] {
  if (!isJsonObject(block)) return [];
  const told = Object.entries(block).filter(([, value]) => value !== null && value !== undefined);
  state.usage = { ...state.usage, ...Object.fromEntries(told) };
  const usage = decodeUsage(state.usage);
  return usage === undefined ? [] : [{ type: 'usage', usage, final }];
}

function closeAt(state: State, index: number): readonly CanonicalChunk[] {
  const open = state.open.get(index);
  if (open === undefined) return [];
  state.open.delete(index);
  return closeBlock(open);
}

function closeAll(state: State): readonly CanonicalChunk[] {
  return [...state.open.keys()].flatMap((index) => closeAt(state, index));
}

function readIndex(data: JsonObject): number {
  return typeof data['index'] === 'number' ? data['index'] : 0;
}
