import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, Usage, WireEvent } from '@tollgate/canonical';
import type { StreamContext, StreamEncoder } from '../format.js';
import { encodeAnnotations } from './annotations.js';
import { encodeUsage } from './convert-usage.js';
import { encodeThinkingBlock } from './encode-response.js';
import { encodeFinish } from './map-finish-reason.js';
import { relayEvent } from './relay-event.js';

interface Block {
  readonly choice: number;
  /** Position among the choice's tool calls. */
  readonly call?: number;
  readonly kind?: 'function' | 'custom';
  thought: string;
}

/**
 * Chunks to chat.completion.chunk events. Events of this dialect are relayed; an answer of another is told anew (transcript
 * `chat-on-anthropic` step 4): the role with the first delta, tool calls by order, usage only when it was asked for.
 */
export class ChatStreamEncoder implements StreamEncoder {
  private readonly id: string;
  private created: number;
  private relaying = false;
  private finished = false;
  private terminated = false;
  private usage: Partial<Usage> | undefined;
  private readonly blocks = new Map<number, Block>();
  private readonly calls = new Map<number, number>();
  private readonly spoke = new Set<number>();

  constructor(private readonly context: StreamContext) {
    this.id = `chatcmpl-${context.newId()}`;
    this.created = Math.floor(context.now / 1000);
  }

  push(chunk: CanonicalChunk): readonly WireEvent[] {
    if (chunk.type === 'wire') {
      if (chunk.format !== 'openai-chat') return [];
      this.relaying = true;
      if (chunk.data === undefined) this.terminated = true;
      return relayEvent(chunk.event, chunk.data, this.context);
    }
    if (chunk.type === 'finish') this.finished = true;
    if (chunk.type === 'end') return this.terminate();
    return this.relaying ? [] : this.tell(chunk);
  }

  /** Some hosts close the connection after the last finish instead of saying `[DONE]`; clients wait for it. */
  end(): readonly WireEvent[] {
    return this.finished ? this.terminate() : [];
  }

  private terminate(): readonly WireEvent[] {
    if (this.terminated) return [];
    this.terminated = true;
    return [...(this.relaying ? [] : this.usageEvent()), { data: '[DONE]' }];
  }

  private tell(chunk: Exclude<CanonicalChunk, { type: 'wire' | 'end' }>): readonly WireEvent[] {
    switch (chunk.type) {
      case 'start':
        this.created = chunk.createdAt ?? this.created;
        return [];
      case 'text-start':
      case 'reasoning-start':
      case 'refusal-start':
        this.blocks.set(chunk.block, { choice: chunk.choice, thought: '' });
        return [];
      case 'text-delta':
        return this.delta(chunk.block, { content: chunk.text });
      case 'refusal-delta':
        return this.delta(chunk.block, { refusal: chunk.text });
      case 'reasoning-delta':
        this.think(chunk.block, chunk.text);
        return this.delta(chunk.block, { reasoning_content: chunk.text });
      case 'reasoning-end':
        return this.sealReasoning(chunk);
      case 'tool-call-start':
        return this.openCall(chunk);
      case 'tool-call-delta':
        return this.continueCall(chunk.block, chunk.input);
      case 'finish':
        return [this.event([{ index: chunk.choice, delta: {}, finish_reason: encodeFinish(chunk.finish) }])];
      case 'usage':
        this.usage = { ...this.usage, ...chunk.usage };
        return [];
      case 'text-end':
        return this.annotate(chunk);
      case 'refusal-end':
      case 'tool-call-end':
      case 'opaque':
      case 'error':
        return [];
    }
  }

  private delta(number: number, delta: JsonObject): readonly WireEvent[] {
    const block = this.blocks.get(number);
    if (block === undefined) return [];
    const role = this.spoke.has(block.choice) ? {} : { role: 'assistant' };
    this.spoke.add(block.choice);
    return [this.event([{ index: block.choice, delta: { ...role, ...delta }, finish_reason: null }])];
  }

  private think(number: number, text: string): void {
    const block = this.blocks.get(number);
    if (block !== undefined) block.thought += text;
  }

  private annotate({ block, annotations }: Extract<CanonicalChunk, { type: 'text-end' }>): readonly WireEvent[] {
    if (annotations === undefined) return [];
    const told = encodeAnnotations([{ type: 'text', text: '', annotations }]);
    return told['annotations'] === undefined ? [] : this.delta(block, told);
  }

  /** What seals the reasoning comes last: one whole `thinking_blocks` element, to be sent back with the next turn. */
  private sealReasoning(chunk: Extract<CanonicalChunk, { type: 'reasoning-end' }>): readonly WireEvent[] {
    const { type: _type, block, ...seal } = chunk;
    if (seal.signature === undefined && seal.redacted === undefined && seal.encrypted === undefined) return [];
    const text = this.blocks.get(block)?.thought ?? '';
    return this.delta(block, { thinking_blocks: [encodeThinkingBlock({ text, ...seal })] });
  }

  private openCall(chunk: Extract<CanonicalChunk, { type: 'tool-call-start' }>): readonly WireEvent[] {
    const { block, choice, id, name, kind } = chunk;
    const index = this.calls.get(choice) ?? 0;
    this.calls.set(choice, index + 1);
    this.blocks.set(block, { choice, call: index, kind, thought: '' });
    const spec = kind === 'custom' ? { custom: { name, input: '' } } : { function: { name, arguments: '' } };
    return this.delta(block, { tool_calls: [{ index, id, type: kind, ...spec }] });
  }

  private continueCall(number: number, input: string): readonly WireEvent[] {
    const block = this.blocks.get(number);
    if (block?.call === undefined) return [];
    const { call, kind } = block;
    const spec = kind === 'custom' ? { custom: { input } } : { function: { arguments: input } };
    return this.delta(number, { tool_calls: [{ index: call, type: kind ?? 'function', ...spec }] });
  }

  private usageEvent(): readonly WireEvent[] {
    const { usage } = this;
    if (!this.context.includeUsage || usage === undefined) return [];
    const cost = this.context.costUsd?.();
    const whole: Usage = { ...usage, inputUncached: usage.inputUncached ?? 0, output: usage.output ?? 0 };
    return [this.event([], { usage: { ...encodeUsage(whole), ...(cost !== undefined && { cost }) } })];
  }

  private event(choices: readonly JsonValue[], more: JsonObject = {}): WireEvent {
    const { requestedModel: model } = this.context;
    return {
      data: JSON.stringify({
        id: this.id,
        object: 'chat.completion.chunk',
        created: this.created,
        model,
        choices,
        ...more,
      }),
    };
  }
}
