import type { CanonicalChunk } from '@tollgate/canonical';

type BlockKind = 'text' | 'refusal' | 'reasoning' | 'tool-call';

interface OpenBlock {
  readonly kind: BlockKind;
  readonly block: number;
  /** Some of its content has come: what follows whole is a repetition. */
  filled: boolean;
}

/** One item of the output while it is streamed. Hosts rotate the ids of items, so that its index alone tells which it is. */
export interface OpenItem {
  /** Its blocks by `content_index`; reasoning and calls have one, at 0. */
  readonly blocks: Map<number, OpenBlock>;
  readonly annotations: Map<number, readonly unknown[]>;
  /** The paragraph of the summary that was told last. */
  paragraph: number | undefined;
  /** It came whole. */
  ended: boolean;
}

/** The state of one stream. Blocks are numbered in order of opening. */
export interface StreamState {
  started: boolean;
  ended: boolean;
  blocks: number;
  calledTool: boolean;
  /** Kinds of content of which something was told. */
  readonly told: Set<BlockKind>;
  readonly items: Map<number, OpenItem>;
}

export function initialState(): StreamState {
  return { started: false, ended: false, blocks: 0, calledTool: false, told: new Set(), items: new Map() };
}

export function itemAt(state: StreamState, index: number): OpenItem {
  const known = state.items.get(index);
  if (known !== undefined) return known;
  const fresh: OpenItem = { blocks: new Map(), annotations: new Map(), paragraph: undefined, ended: false };
  state.items.set(index, fresh);
  return fresh;
}

/** The block at a place of an item, opened where it is not yet. */
export function blockAt(
  state: StreamState,
  item: OpenItem,
  place: number,
  kind: Exclude<BlockKind, 'tool-call'>,
  out: CanonicalChunk[],
  id?: string,
): OpenBlock {
  const known = item.blocks.get(place);
  if (known !== undefined) return known;
  const opened: OpenBlock = { kind, block: state.blocks++, filled: false };
  item.blocks.set(place, opened);
  state.told.add(kind);
  const reasoningId = kind === 'reasoning' && id !== undefined && id !== '' ? { id } : {};
  out.push({ type: `${kind}-start`, block: opened.block, choice: 0, ...reasoningId });
  return opened;
}

export function openCall(
  state: StreamState,
  item: OpenItem,
  call: { readonly id: string; readonly name: string; readonly kind: 'function' | 'custom' },
  out: CanonicalChunk[],
): OpenBlock {
  const known = item.blocks.get(0);
  if (known !== undefined) return known;
  const opened: OpenBlock = { kind: 'tool-call', block: state.blocks++, filled: false };
  item.blocks.set(0, opened);
  state.calledTool = true;
  state.told.add('tool-call');
  out.push({ type: 'tool-call-start', block: opened.block, choice: 0, ...call });
  return opened;
}

/** More of a block. */
export function fill(open: OpenBlock, text: string, out: CanonicalChunk[]): void {
  if (text === '') return;
  open.filled = true;
  if (open.kind === 'tool-call') out.push({ type: 'tool-call-delta', block: open.block, input: text });
  else out.push({ type: `${open.kind}-delta`, block: open.block, text });
}

/** Ends what is open of an item, each block with what it ends on. */
export function closeItem(
  item: OpenItem,
  seal: Omit<Extract<CanonicalChunk, { type: 'reasoning-end' }>, 'type' | 'block'>,
  out: CanonicalChunk[],
): void {
  for (const [place, { kind, block }] of item.blocks) {
    const annotations = item.annotations.get(place) as Extract<CanonicalChunk, { type: 'text-end' }>['annotations'];
    if (kind === 'reasoning') out.push({ type: 'reasoning-end', block, ...seal });
    else if (kind === 'text') out.push({ type: 'text-end', block, ...(annotations !== undefined && { annotations }) });
    else out.push({ type: `${kind}-end`, block });
  }
  item.blocks.clear();
}
