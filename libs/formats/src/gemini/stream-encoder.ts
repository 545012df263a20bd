import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, Finish, Usage, WireEvent } from '@tollgate/canonical';
import type { StreamContext, StreamEncoder } from '../format.js';
import { encodeUsage } from './convert-usage.js';
import { encodeCall, encodeThought } from './encode-answer-parts.js';
import { encodeFinish } from './map-finish-reason.js';
import { FORMAT } from './own-source.js';
import { relayEvent } from './relay-event.js';

interface Block {
  readonly choice: number;
  /** A call that is told when it is whole. */
  readonly call?: { readonly id: string; readonly name: string };
  input: string;
}

/**
 * Chunks to the dialect's events. A stream that came in this dialect is relayed; of another one, each piece of text is an event, a call
 * is one when it is whole, and the last event has the finish reasons and the usage.
 */
export class GeminiStreamEncoder implements StreamEncoder {
  private relaying = false;
  private closed = false;
  private id: string | undefined;
  private usage: Partial<Usage> | undefined;
  private readonly finishes = new Map<number, Finish>();
  private readonly blocks = new Map<number, Block>();

  constructor(private readonly context: StreamContext) {}

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    if (chunk.type === 'wire') {
      if (chunk.format !== FORMAT) return [];
      this.relaying = true;
      return relayEvent(chunk.event, chunk.data, this.context.requestedModel);
    }
    return this.relaying ? [] : this.tell(chunk);
  }

  end(): readonly WireEvent[] {
    return this.relaying ? [] : this.close();
  }

  private tell(chunk: Exclude<CanonicalChunk, { type: 'wire' }>): readonly WireEvent[] {
    switch (chunk.type) {
      case 'start':
        return [];
      case 'text-start':
      case 'reasoning-start':
      case 'refusal-start':
        this.blocks.set(chunk.block, { choice: chunk.choice, input: '' });
        return [];
      case 'tool-call-start':
        this.blocks.set(chunk.block, { choice: chunk.choice, call: { id: chunk.id, name: chunk.name }, input: '' });
        return [];
      case 'text-delta':
      case 'refusal-delta':
        return this.parts(chunk.block, [{ text: chunk.text }]);
      case 'reasoning-delta':
        return this.parts(chunk.block, [{ text: chunk.text, thought: true }]);
      case 'reasoning-end':
        return this.parts(chunk.block, encodeThought({ ...chunk, text: '' }));
      case 'tool-call-delta':
        this.grow(chunk.block, chunk.input);
        return [];
      case 'tool-call-end':
        return this.endCall(chunk.block);
      case 'usage':
        this.usage = { ...this.usage, ...chunk.usage };
        return [];
      case 'finish':
        this.finishes.set(chunk.choice, chunk.finish);
        return [];
      case 'end':
        return this.close();
      case 'text-end':
      case 'refusal-end':
      case 'opaque':
      case 'error':
        return [];
    }
  }

  private grow(number: number, input: string): void {
    const block = this.blocks.get(number);
    if (block !== undefined) block.input += input;
  }

  private endCall(number: number): readonly WireEvent[] {
    const block = this.blocks.get(number);
    if (block?.call === undefined) return [];
    return this.parts(number, [encodeCall({ ...block.call, input: block.input })]);
  }

  private parts(number: number, parts: readonly JsonObject[]): readonly WireEvent[] {
    const block = this.blocks.get(number);
    if (block === undefined || parts.length === 0) return [];
    return [this.event([{ content: { parts, role: 'model' }, index: block.choice }])];
  }

  /** The last event. Without a finish there is none to give: the stream broke, and its end is an error. */
  private close(): readonly WireEvent[] {
    if (this.closed || this.finishes.size === 0) return [];
    this.closed = true;
    const candidates = [...this.finishes].map(([index, finish]) => ({
      content: { parts: [{ text: '' }], role: 'model' },
      finishReason: encodeFinish(finish),
      index,
    }));
    const usage =
      this.usage === undefined ? {} : { usageMetadata: encodeUsage({ inputUncached: 0, output: 0, ...this.usage }) };
    return [this.event(candidates, usage)];
  }

  private event(candidates: readonly JsonObject[], more: JsonObject = {}): WireEvent {
    this.id ??= this.context.newId();
    const { requestedModel: modelVersion } = this.context;
    return { data: JSON.stringify({ candidates, ...more, modelVersion, responseId: this.id }) };
  }
}
