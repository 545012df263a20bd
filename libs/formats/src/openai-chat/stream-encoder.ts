import type { JsonObject } from '@tollgate/kernel';
import type { StreamContext, StreamEncoder } from '../format.js';
import { encodeAnnotations } from './annotations.js';
import { type ChoiceChunk, ChoicesEncoder } from './choices-encoder.js';
import { encodeThinkingBlock } from './encode-response.js';
import { encodeFinish } from './map-finish-reason.js';

/**
 * Chunks to chat.completion.chunk events. An answer of another dialect is told with the role in the first delta and tool calls by order
 * (transcript `chat-on-anthropic` step 4).
 */
export function openStreamEncoder(context: StreamContext): StreamEncoder {
  const deltas = new ChatDeltas();
  return new ChoicesEncoder(context, {
    format: 'openai-chat',
    idPrefix: 'chatcmpl-',
    object: 'chat.completion.chunk',
    tell: (chunk) => deltas.tell(chunk),
  });
}

interface Block {
  readonly choice: number;
  /** Position among the choice's tool calls. */
  readonly call?: number;
  readonly kind?: 'function' | 'custom';
  thought: string;
}

class ChatDeltas {
  private readonly blocks = new Map<number, Block>();
  private readonly calls = new Map<number, number>();
  private readonly spoke = new Set<number>();

  tell(chunk: ChoiceChunk): readonly JsonObject[] {
    switch (chunk.type) {
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
        return [{ index: chunk.choice, delta: {}, finish_reason: encodeFinish(chunk.finish) }];
      case 'text-end':
        return this.annotate(chunk);
      case 'refusal-end':
      case 'tool-call-end':
      case 'opaque':
      case 'error':
        return [];
    }
  }

  private delta(number: number, delta: JsonObject): readonly JsonObject[] {
    const block = this.blocks.get(number);
    if (block === undefined) return [];
    const role = this.spoke.has(block.choice) ? {} : { role: 'assistant' };
    this.spoke.add(block.choice);
    return [{ index: block.choice, delta: { ...role, ...delta }, finish_reason: null }];
  }

  private think(number: number, text: string): void {
    const block = this.blocks.get(number);
    if (block !== undefined) block.thought += text;
  }

  private annotate({ block, annotations }: Extract<ChoiceChunk, { type: 'text-end' }>): readonly JsonObject[] {
    if (annotations === undefined) return [];
    const told = encodeAnnotations([{ type: 'text', text: '', annotations }]);
    return told['annotations'] === undefined ? [] : this.delta(block, told);
  }

  /** What seals the reasoning comes last: one whole `thinking_blocks` element, to be sent back with the next turn. */
  private sealReasoning(chunk: Extract<ChoiceChunk, { type: 'reasoning-end' }>): readonly JsonObject[] {
    const { type: _type, block, ...seal } = chunk;
    if (seal.signature === undefined && seal.redacted === undefined && seal.encrypted === undefined) return [];
    const text = this.blocks.get(block)?.thought ?? '';
    return this.delta(block, { thinking_blocks: [encodeThinkingBlock({ text, ...seal })] });
  }

  private openCall(chunk: Extract<ChoiceChunk, { type: 'tool-call-start' }>): readonly JsonObject[] {
    const { block, choice, id, name, kind } = chunk;
    const index = this.calls.get(choice) ?? 0;
    this.calls.set(choice, index + 1);
    this.blocks.set(block, { choice, call: index, kind, thought: '' });
    const spec = kind === 'custom' ? { custom: { name, input: '' } } : { function: { name, arguments: '' } };
    return this.delta(block, { tool_calls: [{ index, id, type: kind, ...spec }] });
  }

  private continueCall(number: number, input: string): readonly JsonObject[] {
    const block = this.blocks.get(number);
    if (block?.call === undefined) return [];
    const { call, kind } = block;
    const spec = kind === 'custom' ? { custom: { input } } : { function: { arguments: input } };
    return this.delta(number, { tool_calls: [{ index: call, type: kind ?? 'function', ...spec }] });
  }
}
