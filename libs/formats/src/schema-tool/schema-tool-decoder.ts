import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { StreamDecoder } from '../format.js';
import { finishOf } from './answer-from-tool.js';

type BlockChunk = Extract<CanonicalChunk, { block: number }>;

/** Of one choice. */
interface ChoiceState {
  /** Words before the first call: the answer, if no call comes; none of it, once its tool is called. */
  held: BlockChunk[];
  answered: boolean;
  calls: boolean;
}

/** What becomes of a block of the provider's: told as text, held, left out, or told as it is. */
interface Block {
  readonly choice: number;
  readonly as: 'answer' | 'words' | 'nothing' | 'itself';
}

/**
 * A streamed answer to `askByTool`, as `answerFromTool` reads a whole one: the input of the first call of its tool is told as text, piece
 * by piece. The provider's events are not relayed, since they say something else.
 */
export class SchemaToolDecoder implements StreamDecoder {
  private readonly choices = new Map<number, ChoiceState>();
  private readonly blocks = new Map<number, Block>();
  /** The provider's numbers of blocks, to those that are told: they count what is opened. */
  private readonly numbers = new Map<number, number>();

  constructor(
    private readonly inner: StreamDecoder,
    private readonly tool: string,
  ) {}

  push(event: WireEvent): readonly CanonicalChunk[] {
    return this.inner.push(event).flatMap((chunk) => this.read(chunk));
  }

  end(): readonly CanonicalChunk[] {
    const last = this.inner.end().flatMap((chunk) => this.read(chunk));
    return [...last, ...[...this.choices.values()].flatMap((choice) => this.release(choice))];
  }

  private read(chunk: CanonicalChunk): readonly CanonicalChunk[] {
    if (chunk.type === 'wire') return [];
    if (chunk.type === 'finish') return this.finish(chunk);
    if (!('block' in chunk)) return [chunk];
    return 'choice' in chunk ? this.open(chunk) : this.goOn(chunk);
  }

  private open(chunk: Extract<BlockChunk, { choice: number }>): readonly CanonicalChunk[] {
    const { block, choice } = chunk;
    const state = this.stateOf(choice);
    if (chunk.type === 'text-start') {
      this.blocks.set(block, { choice, as: state.answered ? 'nothing' : 'words' });
      if (!state.answered) state.held.push(chunk);
      return [];
    }
    if (chunk.type !== 'tool-call-start') {
      this.blocks.set(block, { choice, as: 'itself' });
      return [this.numbered(chunk)];
    }
    if (chunk.name !== this.tool) {
      state.calls = true;
      this.blocks.set(block, { choice, as: 'itself' });
      return [...this.release(state), this.numbered(chunk)];
    }
    this.blocks.set(block, { choice, as: state.answered ? 'nothing' : 'answer' });
    if (state.answered) return [];
    state.answered = true;
    state.held = [];
    return [this.numbered({ type: 'text-start', block, choice })];
  }

  private goOn(chunk: Exclude<BlockChunk, { choice: number }>): readonly CanonicalChunk[] {
    const block = this.blocks.get(chunk.block);
    switch (block?.as) {
      case 'answer':
        return this.tellAnswer(chunk);
      case 'words':
        return this.tellWords(chunk, this.stateOf(block.choice));
      case 'nothing':
        return [];
      default:
        return [this.numbered(chunk)];
    }
  }

  private tellAnswer(chunk: BlockChunk): readonly CanonicalChunk[] {
    const { block } = chunk;
    if (chunk.type === 'tool-call-delta') return [this.numbered({ type: 'text-delta', block, text: chunk.input })];
    return chunk.type === 'tool-call-end' ? [this.numbered({ type: 'text-end', block })] : [];
  }

  /** Held until it is known what they are; told at once when a call of the client's own has come before them. */
  private tellWords(chunk: BlockChunk, state: ChoiceState): readonly CanonicalChunk[] {
    if (this.numbers.has(chunk.block)) return [this.numbered(chunk)];
    if (!state.answered) state.held.push(chunk);
    return [];
  }

  private finish(chunk: Extract<CanonicalChunk, { type: 'finish' }>): readonly CanonicalChunk[] {
    const state = this.stateOf(chunk.choice);
    const finish = state.answered ? finishOf(chunk.finish, state.calls) : chunk.finish;
    return [...this.release(state), { ...chunk, finish }];
  }

  private release(state: ChoiceState): readonly CanonicalChunk[] {
    const { held } = state;
    state.held = [];
    return held.map((chunk) => this.numbered(chunk));
  }

  private numbered<T extends BlockChunk>(chunk: T): T {
    const number = this.numbers.get(chunk.block) ?? this.numbers.size;
    this.numbers.set(chunk.block, number);
    return { ...chunk, block: number };
  }

  private stateOf(choice: number): ChoiceState {
    const known = this.choices.get(choice);
    if (known !== undefined) return known;
    const state: ChoiceState = { held: [], answered: false, calls: false };
    this.choices.set(choice, state);
    return state;
  }
}
