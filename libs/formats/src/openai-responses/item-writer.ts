import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import type { Seal } from '../reasoning-seal.js';
import { callItem, itemId, messageItem, reasoningItem, refusalPart, textPart, type ItemKind } from './encode-output.js';

type BlockChunk = Extract<CanonicalChunk, { block: number }>;

/** An item of the output while it is told. */
interface Item {
  readonly id: string;
  readonly index: number;
  readonly kind: ItemKind;
  /** The parts of a message that are whole. */
  readonly parts: JsonObject[];
}

interface Block {
  readonly item: Item;
  readonly kind: 'text' | 'refusal' | 'reasoning' | 'tool-call';
  /** `content_index` of a message's part. */
  readonly place: number;
  readonly call?: { readonly id: string; readonly name: string; readonly kind: 'function' | 'custom' };
  text: string;
}

/**
 * The items of one response. Blocks of words that follow one another are parts of one message; reasoning and calls are items of their
 * own, and several calls may be open at a time.
 */
export class ItemWriter {
  /** Whole items, at their place in the output. */
  readonly output: JsonObject[] = [];
  private items = 0;
  /** The message that goes on while nothing but words comes. */
  private message: Item | undefined;
  private readonly blocks = new Map<number, Block>();

  constructor(private readonly newId: () => string) {}

  push(chunk: BlockChunk): readonly JsonObject[] {
    if ('choice' in chunk) return chunk.choice === 0 ? this.open(chunk) : [];
    const block = this.blocks.get(chunk.block);
    if (block === undefined) return [];
    switch (chunk.type) {
      case 'text-delta':
      case 'refusal-delta':
      case 'reasoning-delta':
        return this.delta(block, chunk.text);
      case 'tool-call-delta':
        return this.delta(block, chunk.input);
      case 'reasoning-end':
        return this.close(chunk.block, block, chunk);
      case 'text-end':
        return this.close(chunk.block, block, {}, chunk.annotations);
      case 'refusal-end':
      case 'tool-call-end':
        return this.close(chunk.block, block, {});
    }
  }

  /** Closes what is still open. */
  end(): readonly JsonObject[] {
    const closed = [...this.blocks].flatMap(([number, block]) => this.close(number, block, {}));
    return [...closed, ...this.endMessage()];
  }

  private open(chunk: Extract<BlockChunk, { choice: number }>): readonly JsonObject[] {
    switch (chunk.type) {
      case 'text-start':
      case 'refusal-start':
        return this.openPart(chunk.block, chunk.type === 'text-start' ? 'text' : 'refusal');
      case 'reasoning-start': {
        const before = this.endMessage();
        const item = this.newItem('reasoning');
        this.blocks.set(chunk.block, { item, kind: 'reasoning', place: 0, text: '' });
        return [...before, added(item, reasoningItem(item.id, '', {}))];
      }
      case 'tool-call-start': {
        const before = this.endMessage();
        const { id, name, kind } = chunk;
        const item = this.newItem(kind);
        this.blocks.set(chunk.block, { item, kind: 'tool-call', place: 0, call: { id, name, kind }, text: '' });
        return [...before, added(item, callItem(item.id, { id, name, kind, input: '' }, 'in_progress'))];
      }
    }
  }

  private openPart(number: number, kind: 'text' | 'refusal'): readonly JsonObject[] {
    const goesOn = this.message;
    const item = goesOn ?? this.newItem('message');
    this.message = item;
    const place = item.parts.length + [...this.blocks.values()].filter((block) => block.item === item).length;
    this.blocks.set(number, { item, kind, place, text: '' });
    const part = kind === 'text' ? textPart('') : refusalPart('');
    const begun = goesOn === undefined ? [added(item, messageItem(item.id, [], 'in_progress'))] : [];
    return [...begun, { type: 'response.content_part.added', ...at(item), content_index: place, part }];
  }

  private delta(block: Block, delta: string): readonly JsonObject[] {
    if (delta === '') return [];
    const { item, place } = block;
    const first = block.text === '';
    block.text += delta;
    switch (block.kind) {
      case 'text':
        return [{ type: 'response.output_text.delta', ...at(item), content_index: place, delta, logprobs: [] }];
      case 'refusal':
        return [{ type: 'response.refusal.delta', ...at(item), content_index: place, delta }];
      case 'tool-call':
        return [{ type: `response.${inputEvent(block)}.delta`, ...at(item), delta }];
      case 'reasoning': {
        const where = { ...at(item), summary_index: 0 };
        const part = { type: 'summary_text', text: '' };
        const begun = first ? [{ type: 'response.reasoning_summary_part.added', ...where, part }] : [];
        return [...begun, { type: 'response.reasoning_summary_text.delta', ...where, delta }];
      }
    }
  }

  private close(number: number, block: Block, seal: Seal, annotations?: readonly JsonValue[]): readonly JsonObject[] {
    this.blocks.delete(number);
    const { item, place, text } = block;
    switch (block.kind) {
      case 'text': {
        const where = { ...at(item), content_index: place };
        const part = textPart(text, annotations);
        item.parts[place] = part;
        return [
          { type: 'response.output_text.done', ...where, text, logprobs: [] },
          { type: 'response.content_part.done', ...where, part },
        ];
      }
      case 'refusal': {
        const where = { ...at(item), content_index: place };
        item.parts[place] = refusalPart(text);
        return [
          { type: 'response.refusal.done', ...where, refusal: text },
          { type: 'response.content_part.done', ...where, part: refusalPart(text) },
        ];
      }
      case 'reasoning':
        return [...endSummary(item, text), this.done(item, reasoningItem(item.id, text, seal))];
      case 'tool-call':
        return this.closeCall(block);
    }
  }

  private closeCall(block: Block): readonly JsonObject[] {
    const { item, text, call = { id: '', name: '', kind: 'function' as const } } = block;
    const whole = call.kind === 'custom' ? { input: text } : { arguments: text, name: call.name };
    return [
      { type: `response.${inputEvent(block)}.done`, ...at(item), ...whole },
      this.done(item, callItem(item.id, { ...call, input: text })),
    ];
  }

  /** The message is whole: parts of it that are open are closed first. */
  private endMessage(): readonly JsonObject[] {
    const { message } = this;
    if (message === undefined) return [];
    const open = [...this.blocks].filter(([, block]) => block.item === message);
    const closed = open.flatMap(([number, block]) => this.close(number, block, {}));
    this.message = undefined;
    return [...closed, this.done(message, messageItem(message.id, message.parts))];
  }

  private newItem(kind: ItemKind): Item {
    return { id: itemId(kind, this.newId), index: this.items++, kind, parts: [] };
  }

  private done(item: Item, whole: JsonObject): JsonObject {
    this.output[item.index] = whole;
    return { type: 'response.output_item.done', output_index: item.index, item: whole };
  }
}

function added(item: Item, begun: JsonObject): JsonObject {
  return { type: 'response.output_item.added', output_index: item.index, item: begun };
}

function at(item: Item): { readonly item_id: string; readonly output_index: number } {
  return { item_id: item.id, output_index: item.index };
}

function inputEvent({ call }: Block): string {
  return call?.kind === 'custom' ? 'custom_tool_call_input' : 'function_call_arguments';
}

/** A summary that says nothing has no part. */
function endSummary(item: Item, text: string): readonly JsonObject[] {
  if (text === '') return [];
  const where = { ...at(item), summary_index: 0 };
  return [
    { type: 'response.reasoning_summary_text.done', ...where, text },
    { type: 'response.reasoning_summary_part.done', ...where, part: { type: 'summary_text', text } },
  ];
}
