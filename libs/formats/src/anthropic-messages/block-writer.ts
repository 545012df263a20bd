import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { parseToolInput } from '../parse-tool-input.js';
import { sealForBlocks } from '../reasoning-seal.js';

type BlockChunk = Extract<CanonicalChunk, { block: number }>;
type Kind = 'text' | 'reasoning' | 'refusal' | 'tool-call';

interface Current {
  readonly block: number;
  readonly kind: Kind;
  /** The content block's index on the wire; undefined until its `content_block_start` was given. */
  index: number | undefined;
  /** Text of a free-text tool so far: it becomes JSON when it is whole (see parseToolInput). */
  freeText?: string;
}

/**
 * Content blocks of one message. The dialect has one block open at a time and numbers them in order, the canonical form may have
 * several: text and reasoning are closed when another block begins (and begin anew when they go on), a tool call is kept
 * open, and what comes beside it waits for its end.
 */
export class BlockWriter {
  /** What the blocks so far were. */
  readonly held = { refusal: false, toolCall: false };
  private nextIndex = 0;
  private current: Current | undefined;
  private waiting: BlockChunk[] = [];
  /** Kind of each block of the first choice; blocks of others are not known here and give nothing. */
  private readonly kinds = new Map<number, Kind>();

  push(chunk: BlockChunk): readonly JsonObject[] {
    if ('choice' in chunk) {
      if (chunk.choice !== 0) return [];
      this.kinds.set(chunk.block, readKind(chunk));
    }
    if (!this.kinds.has(chunk.block)) return [];
    if (this.current?.kind === 'tool-call' && this.current.block !== chunk.block) {
      this.waiting.push(chunk);
      return [];
    }
    return this.write(chunk);
  }

  end(): readonly JsonObject[] {
    const closed = [...this.closeCurrent()];
    while (this.waiting.length > 0) closed.push(...this.writeWaiting(), ...this.closeCurrent());
    return closed;
  }

  private write(chunk: BlockChunk): readonly JsonObject[] {
    switch (chunk.type) {
      case 'tool-call-start': {
        this.held.toolCall = true;
        const content = { type: 'tool_use', id: chunk.id, name: chunk.name, input: {} };
        const closed = this.switchTo(chunk.block, 'tool-call');
        if (chunk.kind === 'custom' && this.current !== undefined) this.current.freeText = '';
        return [...closed, ...this.open(content)];
      }
      case 'tool-call-delta':
        return this.current?.block === chunk.block ? this.writeInput(this.current, chunk.input) : [];
      case 'text-delta':
      case 'refusal-delta':
        this.held.refusal ||= chunk.type === 'refusal-delta';
        return [
          ...this.switchTo(chunk.block, 'text'),
          ...this.open({ type: 'text', text: '' }),
          ...this.delta({ type: 'text_delta', text: chunk.text }),
        ];
      case 'reasoning-delta':
        return [...this.openThinking(chunk.block), ...this.delta({ type: 'thinking_delta', thinking: chunk.text })];
      case 'reasoning-end':
        return this.endReasoning(chunk);
      case 'tool-call-end':
        return this.current?.block === chunk.block ? [...this.closeCurrent(), ...this.writeWaiting()] : [];
      case 'text-end':
      case 'refusal-end':
        return this.current?.block === chunk.block ? this.closeCurrent() : [];
      case 'text-start':
      case 'refusal-start':
      case 'reasoning-start':
        return [];
    }
  }

  private endReasoning(chunk: Extract<BlockChunk, { type: 'reasoning-end' }>): readonly JsonObject[] {
    // of the text it matters only whether there was any
    const seal = sealForBlocks(this.current?.block === chunk.block ? 'told' : '', chunk);
    if (seal.redacted !== undefined) {
      const content = { type: 'redacted_thinking', data: seal.redacted };
      return [...this.switchTo(chunk.block, 'reasoning'), ...this.open(content), ...this.closeCurrent()];
    }
    if (seal.signature === undefined) return this.current?.block === chunk.block ? this.closeCurrent() : [];
    const signature = this.openThinking(chunk.block);
    return [
      ...signature,
      ...this.delta({ type: 'signature_delta', signature: seal.signature }),
      ...this.closeCurrent(),
    ];
  }

  private openThinking(block: number): readonly JsonObject[] {
    return [...this.switchTo(block, 'reasoning'), ...this.open({ type: 'thinking', thinking: '', signature: '' })];
  }

  private switchTo(block: number, kind: Kind): readonly JsonObject[] {
    if (this.current?.block === block) return [];
    const closed = this.closeCurrent();
    this.current = { block, kind, index: undefined };
    return closed;
  }

  private open(content: JsonObject): readonly JsonObject[] {
    if (this.current === undefined || this.current.index !== undefined) return [];
    this.current.index = this.nextIndex;
    this.nextIndex += 1;
    return [{ type: 'content_block_start', index: this.current.index, content_block: content }];
  }

  private delta(delta: JsonObject): readonly JsonObject[] {
    const index = this.current?.index;
    return index === undefined ? [] : [{ type: 'content_block_delta', index, delta }];
  }

  private writeInput(current: Current, input: string): readonly JsonObject[] {
    if (current.freeText === undefined) return this.delta({ type: 'input_json_delta', partial_json: input });
    current.freeText += input;
    return [];
  }

  private closeCurrent(): readonly JsonObject[] {
    const { index, freeText } = this.current ?? {};
    const whole = freeText === undefined ? [] : this.delta(wholeInput(freeText));
    this.current = undefined;
    return index === undefined ? [] : [...whole, { type: 'content_block_stop', index }];
  }

  /** What waited for a tool call's end, until the next one is open. */
  private writeWaiting(): readonly JsonObject[] {
    const waiting = this.waiting;
    this.waiting = [];
    return waiting.flatMap((chunk) => this.push(chunk));
  }
}

function wholeInput(freeText: string): JsonObject {
  return { type: 'input_json_delta', partial_json: JSON.stringify(parseToolInput(freeText)) };
}

function readKind(chunk: Extract<BlockChunk, { choice: number }>): Kind {
  switch (chunk.type) {
    case 'text-start':
      return 'text';
    case 'reasoning-start':
      return 'reasoning';
    case 'refusal-start':
      return 'refusal';
    case 'tool-call-start':
      return 'tool-call';
  }
}
