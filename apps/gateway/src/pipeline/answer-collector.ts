import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, CanonicalResponse, Choice, ContentPart, Finish, Usage } from '@tollgate/canonical';

/** Characters of an answer that are kept for counting and for callbacks; more are only counted. */
const KEPT_CHARACTERS_MAX = 1_000_000;
/** What a block takes beside its text, in the same coin: an answer of empty blocks is bounded too. */
const BLOCK_CHARACTERS = 100;

interface OpenBlock {
  readonly choice: number;
  readonly kind: 'text' | 'reasoning' | 'refusal' | 'tool-call';
  readonly pieces: string[];
  readonly id?: string;
  readonly name?: string;
  readonly toolKind?: 'function' | 'custom';
  signature?: string;
}

/**
 * What was received of an answer, folded chunk by chunk: usage (a later bucket replaces an earlier one), the finish, the
 * provider's id, and the text, from which an answer without usage is charged and callbacks are told.
 */
export class AnswerCollector {
  private readonly blocks = new Map<number, OpenBlock>();
  private readonly finishes = new Map<number, Finish>();
  private usageSoFar: Partial<Usage> | undefined;
  /** Characters that may still be kept. */
  private room = KEPT_CHARACTERS_MAX;
  private keptCharacters = 0;
  private allCharacters = 0;
  private tier: string | undefined;
  private id = '';
  private model = '';
  private createdAt: number | undefined;

  push(chunk: CanonicalChunk): void {
    switch (chunk.type) {
      case 'start':
        this.id = chunk.id;
        this.model = chunk.model;
        this.createdAt = chunk.createdAt;
        this.tier = tierIn(chunk.extra) ?? this.tier;
        return;
      case 'text-start':
      case 'reasoning-start':
      case 'refusal-start':
        this.open(chunk.block, { choice: chunk.choice, kind: kindOf(chunk.type), pieces: [] });
        return;
      case 'tool-call-start':
        this.open(chunk.block, {
          choice: chunk.choice,
          kind: 'tool-call',
          pieces: [],
          id: chunk.id,
          name: chunk.name,
          toolKind: chunk.kind,
        });
        return;
      case 'text-delta':
      case 'reasoning-delta':
      case 'refusal-delta':
        this.keep(chunk.block, chunk.text);
        return;
      case 'tool-call-delta':
        this.keep(chunk.block, chunk.input);
        return;
      case 'reasoning-end': {
        const { signature } = chunk;
        const block = this.blocks.get(chunk.block);
        if (block !== undefined && signature !== undefined && this.take(signature.length)) block.signature = signature;
        return;
      }
      case 'usage':
        this.usageSoFar = { ...this.usageSoFar, ...chunk.usage };
        this.tier = tierIn(chunk.usage.raw) ?? this.tier;
        return;
      case 'finish':
        this.finishes.set(chunk.choice, chunk.finish);
        return;
      default:
        return;
    }
  }

  get providerResponseId(): string | undefined {
    return this.id === '' ? undefined : this.id;
  }

  /** The tier that served the answer, which decides its prices: OpenAI names it beside the model, Anthropic within the usage. */
  get serviceTier(): string | undefined {
    return this.tier;
  }

  get finish(): Finish | undefined {
    return this.finishes.get(0);
  }

  /** What the provider reported of the whole answer; undefined when it reported no output, or broke off before it finished. */
  get usage(): Usage | undefined {
    const usage = this.usageSoFar;
    if (this.finishes.size === 0 || usage?.inputUncached === undefined || usage.output === undefined) return undefined;
    return { ...usage, inputUncached: usage.inputUncached, output: usage.output };
  }

  /** What it reported so far: Anthropic tells the input at the beginning of a stream, with an output that has only begun. */
  get interimUsage(): Partial<Usage> | undefined {
    return this.usageSoFar;
  }

  /** Everything the model wrote, for counting; beyond the kept part it is padded to its true length. */
  get text(): string {
    const kept = [...this.blocks.values()].map((block) => block.pieces.join('')).join('\n');
    return kept + ' '.repeat(Math.max(0, this.allCharacters - this.keptCharacters));
  }

  /** The answer as if it had not been streamed. */
  toResponse(): CanonicalResponse {
    const indexes = new Set([0, ...[...this.blocks.values()].map((block) => block.choice)]);
    const choices = [...indexes].map((index): Choice => ({
      index,
      content: [...this.blocks.values()].filter((block) => block.choice === index).map(toPart),
      finish: this.finishes.get(index) ?? { reason: 'other' },
    }));
    return {
      id: this.id,
      model: this.model,
      choices,
      ...(this.createdAt !== undefined && { createdAt: this.createdAt }),
      ...(this.usage !== undefined && { usage: this.usage }),
    };
  }

  private open(index: number, block: OpenBlock): void {
    const { id = '', name = '' } = block;
    if (this.take(BLOCK_CHARACTERS + id.length + name.length)) this.blocks.set(index, block);
  }

  private keep(index: number, text: string): void {
    this.allCharacters += text.length;
    const block = this.blocks.get(index);
    if (text === '' || block === undefined || !this.take(text.length)) return;
    this.keptCharacters += text.length;
    block.pieces.push(text);
  }

  private take(characters: number): boolean {
    if (characters > this.room) return false;
    this.room -= characters;
    return true;
  }
}

function tierIn(value: JsonValue | undefined): string | undefined {
  const tier = isJsonObject(value) ? value['service_tier'] : undefined;
  return typeof tier === 'string' ? tier : undefined;
}

function kindOf(type: 'text-start' | 'reasoning-start' | 'refusal-start'): OpenBlock['kind'] {
  return type === 'text-start' ? 'text' : type === 'reasoning-start' ? 'reasoning' : 'refusal';
}

function toPart(block: OpenBlock): ContentPart {
  const text = block.pieces.join('');
  switch (block.kind) {
    case 'text':
      return { type: 'text', text };
    case 'refusal':
      return { type: 'refusal', text };
    case 'reasoning':
      return { type: 'reasoning', text, ...(block.signature !== undefined && { signature: block.signature }) };
    case 'tool-call':
      return {
        type: 'tool-call',
        id: block.id ?? '',
        name: block.name ?? '',
        input: text,
        kind: block.toolKind ?? 'function',
      };
  }
}

/** The text of a whole answer, for counting when its provider reported no usage. */
export function textOf(response: CanonicalResponse): string {
  return response.choices
    .flatMap((choice) => choice.content)
    .map((part) => (part.type === 'tool-call' ? part.input : 'text' in part ? part.text : ''))
    .join('\n');
}
