import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import type { Seal } from '../reasoning-seal.js';
import { readText } from './decode-part.js';

/** Members of an event that have a canonical place; what else the first one holds goes into the start. */
const PLACED = new Set(['id', 'object', 'created', 'model', 'choices', 'usage', 'obfuscation']);

/** A tool call that is being streamed. It opens when its name is known. */
export interface OpenCall {
  /** Undefined until it opens, and again after it closed. */
  block: number | undefined;
  id: string;
  name: string;
  /** All of its input so far: tells whether it is complete when the next call begins. */
  input: string;
  readonly kind: 'function' | 'custom';
  closed: boolean;
}

export type SpokenKind = 'text' | 'reasoning' | 'refusal';

/** What is open in one choice. */
export interface ChoiceState {
  readonly index: number;
  spoken: { readonly kind: SpokenKind; readonly block: number } | undefined;
  /** Seal of the reasoning that is open. */
  signature: string | undefined;
  /** By the provider's index, or `function_call` for the legacy form. */
  readonly calls: Map<number | 'function_call', OpenCall>;
  lastCall: number | 'function_call' | undefined;
  finished: boolean;
}

/** The state of one stream. Blocks are numbered over all choices. */
export interface StreamState {
  started: boolean;
  ended: boolean;
  blocks: number;
  readonly choices: Map<number, ChoiceState>;
}

export function initialState(): StreamState {
  return { started: false, ended: false, blocks: 0, choices: new Map() };
}

export function choiceOf(state: StreamState, index: number): ChoiceState {
  const known = state.choices.get(index);
  if (known !== undefined) return known;
  const fresh: ChoiceState = {
    index,
    spoken: undefined,
    signature: undefined,
    calls: new Map(),
    lastCall: undefined,
    finished: false,
  };
  state.choices.set(index, fresh);
  return fresh;
}

/** Text of a kind: closes what was being said before, opens a block where none is. */
export function speak(
  state: StreamState,
  choice: ChoiceState,
  kind: SpokenKind,
  text: string,
  out: CanonicalChunk[],
): void {
  const open = choice.spoken?.kind === kind ? choice.spoken : openSpoken(state, choice, kind, out);
  out.push({ type: `${kind}-delta`, block: open.block, text });
}

/** Opens a block, after what was being said before. */
export function openSpoken(
  state: StreamState,
  choice: ChoiceState,
  kind: SpokenKind,
  out: CanonicalChunk[],
): NonNullable<ChoiceState['spoken']> {
  closeSpoken(choice, out);
  const opened = { kind, block: state.blocks++ };
  choice.spoken = opened;
  out.push({ type: `${kind}-start`, block: opened.block, choice: choice.index });
  return opened;
}

/** Ends the reasoning that is open with what seals it; reasoning whose text the provider keeps to itself opens for its seal alone. */
export function sealReasoning(state: StreamState, choice: ChoiceState, seal: Seal, out: CanonicalChunk[]): void {
  const open = choice.spoken?.kind === 'reasoning' ? choice.spoken : openSpoken(state, choice, 'reasoning', out);
  choice.spoken = undefined;
  choice.signature = undefined;
  out.push({ type: 'reasoning-end', block: open.block, ...seal });
}

export function closeSpoken(choice: ChoiceState, out: CanonicalChunk[]): void {
  const { spoken, signature } = choice;
  if (spoken === undefined) return;
  choice.spoken = undefined;
  choice.signature = undefined;
  if (spoken.kind === 'reasoning' && signature !== undefined)
    out.push({ type: 'reasoning-end', block: spoken.block, signature });
  else out.push({ type: `${spoken.kind}-end`, block: spoken.block });
}

export function closeCall(call: OpenCall, out: CanonicalChunk[]): void {
  if (call.block === undefined || call.closed) return;
  call.closed = true;
  out.push({ type: 'tool-call-end', block: call.block });
}

export function closeChoice(choice: ChoiceState, out: CanonicalChunk[]): void {
  closeSpoken(choice, out);
  for (const call of choice.calls.values()) closeCall(call, out);
}

/** Tells the start of the stream, of its first event alone. */
export function startStream(state: StreamState, data: JsonObject, out: CanonicalChunk[]): void {
  if (state.started) return;
  state.started = true;
  const { created } = data;
  out.push({
    type: 'start',
    id: readText(data['id']),
    model: readText(data['model']),
    ...(typeof created === 'number' && { createdAt: created }),
    extra: Object.fromEntries(Object.entries(data).filter(([name]) => !PLACED.has(name))),
  });
}

/** Closes what is open where the bytes end. */
export function closeStream(state: StreamState, out: CanonicalChunk[]): void {
  for (const choice of state.choices.values()) closeChoice(choice, out);
}

/** A provider that says it is done without a word on why (recording `litellm-proxy/stream-multiple-choices`) is done. */
export function finishStream(state: StreamState, out: CanonicalChunk[]): void {
  closeStream(state, out);
  for (const choice of state.choices.values()) {
    if (!choice.finished) out.push({ type: 'finish', choice: choice.index, finish: { reason: 'other' } });
    choice.finished = true;
  }
  state.ended = true;
  out.push({ type: 'end' });
}
