import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, Finish, Usage, WireEvent } from '@tollgate/canonical';
import type { StreamContext, StreamEncoder } from '../format.js';
import { BlockWriter } from './block-writer.js';
import { encodeUsage } from './convert-usage.js';
import { encodeStopReason } from './map-finish-reason.js';
import { mintId } from './mint-id.js';
import { FORMAT } from './own-source.js';
import { relayEvent } from './relay-event.js';

/**
 * Chunks to the dialect's events. A stream that came in this dialect is relayed byte for byte, but for the model's name in
 * `message_start`; an error event is not relayed: what the client reads of an error is `encodeStreamError`'s to say.
 *
 * For other dialects: one message of the first choice's blocks, one after the other. Usage is known at the end only, so
 * `message_start` says 0 and `message_delta` carries all of it, the input too.
 */
export function openStreamEncoder(context: StreamContext): StreamEncoder {
  return new MessageEncoder(context);
}

class MessageEncoder implements StreamEncoder {
  private relaying = false;
  private started = false;
  private closed = false;
  private finish: Finish | undefined;
  private usage: Partial<Usage> = {};
  private readonly blocks = new BlockWriter();

  constructor(private readonly context: StreamContext) {}

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    if (chunk.type === 'wire') {
      if (chunk.format !== FORMAT) return [];
      this.relaying = true;
      return relayEvent(chunk.event, chunk.data, this.context.requestedModel);
    }
    return this.relaying ? [] : this.encode(chunk).map(toWireEvent);
  }

  end(): readonly WireEvent[] {
    return this.relaying || this.finish === undefined ? [] : this.close().map(toWireEvent);
  }

  private encode(chunk: Exclude<CanonicalChunk, { type: 'wire' }>): readonly JsonObject[] {
    switch (chunk.type) {
      case 'start':
        return this.start();
      case 'usage':
        this.usage = { ...this.usage, ...chunk.usage };
        return [];
      case 'finish':
        if (chunk.choice === 0) this.finish = chunk.finish;
        return [];
      case 'end':
        return this.close();
      case 'opaque':
      case 'error':
        return [];
      default:
        return [...this.start(), ...this.blocks.push(chunk)];
    }
  }

  private start(): readonly JsonObject[] {
    if (this.started) return [];
    this.started = true;
    const message = {
      id: mintId(this.context),
      type: 'message',
      role: 'assistant',
      model: this.context.requestedModel,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 0, output_tokens: 0 },
    };
    return [{ type: 'message_start', message }];
  }

  /** The closing events. Without a finish there is none to give: the stream broke, and its end is an error. */
  private close(): readonly JsonObject[] {
    if (this.closed || this.finish === undefined) return [];
    this.closed = true;
    const blocks = this.blocks.end();
    const delta = { ...encodeStopReason(this.finish, this.blocks.held) };
    const usage = encodeUsage({ inputUncached: 0, output: 0, ...this.usage });
    return [...this.start(), ...blocks, { type: 'message_delta', delta, usage }, { type: 'message_stop' }];
  }
}

function toWireEvent(data: JsonObject): WireEvent {
  return { event: data['type'] as string, data: JSON.stringify(data) };
}
