import { assertNever } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';

/** What a stream said in all, by kind, over all choices in order of their blocks. */
export interface FoldedStream {
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
  readonly tools: readonly { readonly name: string; readonly input: string }[];
  /** The provider's own finish words, by choice. */
  readonly finishes: readonly (string | undefined)[];
}

export function foldStream(chunks: readonly CanonicalChunk[]): FoldedStream {
  const said = { text: '', reasoning: '', refusal: '' };
  const tools = new Map<number, { name: string; input: string }>();
  const finishes: (string | undefined)[] = [];
  for (const chunk of chunks) {
    if (chunk.type === 'text-delta') said.text += chunk.text;
    if (chunk.type === 'reasoning-delta') said.reasoning += chunk.text;
    if (chunk.type === 'refusal-delta') said.refusal += chunk.text;
    if (chunk.type === 'tool-call-start') tools.set(chunk.block, { name: chunk.name, input: '' });
    if (chunk.type === 'tool-call-delta') {
      const tool = tools.get(chunk.block);
      if (tool !== undefined) tool.input += chunk.input;
    }
    if (chunk.type === 'finish') finishes[chunk.choice] = chunk.finish.raw;
  }
  return { ...said, tools: [...tools.values()], finishes };
}

/** Throws where a stream breaks the order that CanonicalChunk promises. */
export function checkStreamGrammar(chunks: readonly CanonicalChunk[]): void {
  const open = new Map<number, { readonly kind: string; readonly choice: number }>();
  const finished = new Set<number>();
  const spoke = new Set<number>();
  let opened = 0;
  let started = false;
  let ended = false;
  const insist = (held: boolean, what: string): void => {
    if (!held) throw new Error(what);
  };
  for (const chunk of chunks) {
    if (chunk.type === 'wire') continue;
    insist(!ended, `${chunk.type} after the end`);
    if (chunk.type !== 'start' && chunk.type !== 'error') insist(started, `${chunk.type} before the start`);
    switch (chunk.type) {
      case 'start':
        insist(!started, 'two starts');
        started = true;
        break;
      case 'text-start':
      case 'reasoning-start':
      case 'refusal-start':
      case 'tool-call-start':
        insist(chunk.block === opened, `block ${chunk.block} opened as number ${opened}`);
        opened += 1;
        open.set(chunk.block, { kind: chunk.type.replace('-start', ''), choice: chunk.choice });
        spoke.add(chunk.choice);
        break;
      case 'text-delta':
      case 'reasoning-delta':
      case 'refusal-delta':
      case 'tool-call-delta':
        insist(
          open.get(chunk.block)?.kind === chunk.type.replace('-delta', ''),
          `${chunk.type} in a block that is not open`,
        );
        break;
      case 'text-end':
      case 'reasoning-end':
      case 'refusal-end':
      case 'tool-call-end':
        insist(
          open.get(chunk.block)?.kind === chunk.type.replace('-end', ''),
          `${chunk.type} of a block that is not open`,
        );
        open.delete(chunk.block);
        break;
      case 'finish':
        insist(!finished.has(chunk.choice), `choice ${chunk.choice} finished twice`);
        insist(
          [...open.values()].every((block) => block.choice !== chunk.choice),
          `choice ${chunk.choice} finished with an open block`,
        );
        finished.add(chunk.choice);
        break;
      case 'end':
        ended = true;
        break;
      case 'opaque':
      case 'usage':
      case 'error':
        break;
      default:
        assertNever(chunk);
    }
  }
  insist(ended, 'no end');
  insist(open.size === 0, 'a block was left open');
  insist(finished.size > 0, 'no finish');
  for (const choice of spoke) insist(finished.has(choice), `choice ${choice} has no finish`);
}
