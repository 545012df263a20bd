import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { readText } from './decode-part.js';
import { closeCall, closeSpoken, type ChoiceState, type OpenCall, type StreamState } from './stream-state.js';

/**
 * One element of `delta.tool_calls`. Calls are told apart by `index`; hosts also leave it out, repeat it for every call with ids of
 * their own, or repeat an empty id and name (recordings `openai-compatible/alibaba-tool-stream`, `mistral/tool-call-incremental-stream`).
 */
export function decodeCallDelta(
  state: StreamState,
  choice: ChoiceState,
  delta: JsonObject,
  newId: () => string,
  out: CanonicalChunk[],
): void {
  const custom = isJsonObject(delta['custom']);
  const spec = isJsonObject(delta['custom'])
    ? delta['custom']
    : isJsonObject(delta['function'])
      ? delta['function']
      : {};
  const id = readText(delta['id']);
  const call = callOf(choice, slotOf(choice, delta['index'], id), id, custom ? 'custom' : 'function', out);
  const input = custom ? spec['input'] : spec['arguments'];
  advance(
    state,
    choice,
    call,
    {
      name: readText(spec['name']),
      input: isJsonObject(input) ? JSON.stringify(input) : readText(input),
    },
    newId,
    out,
  );
}

/** The legacy `delta.function_call`: one call, without an id. */
export function decodeFunctionCallDelta(
  state: StreamState,
  choice: ChoiceState,
  delta: JsonObject,
  newId: () => string,
  out: CanonicalChunk[],
): void {
  const call = callOf(choice, 'function_call', '', 'function', out);
  advance(state, choice, call, { name: readText(delta['name']), input: readText(delta['arguments']) }, newId, out);
}

function slotOf(choice: ChoiceState, index: unknown, id: string): number {
  if (typeof index === 'number') return index;
  const same = [...choice.calls].find(([, call]) => id !== '' && call.id === id)?.[0];
  if (typeof same === 'number') return same;
  return id === '' && typeof choice.lastCall === 'number' ? choice.lastCall : choice.calls.size;
}

function callOf(
  choice: ChoiceState,
  slot: number | 'function_call',
  id: string,
  kind: OpenCall['kind'],
  out: CanonicalChunk[],
): OpenCall {
  const known = choice.calls.get(slot);
  if (known !== undefined && (id === '' || known.id === '' || known.id === id)) {
    if (known.id === '') known.id = id;
    choice.lastCall = slot;
    return known;
  }
  if (known !== undefined) closeCall(known, out);
  closeComplete(choice, out);
  const fresh: OpenCall = { block: undefined, id, name: '', input: '', kind, closed: false };
  choice.calls.set(slot, fresh);
  choice.lastCall = slot;
  return fresh;
}

function advance(
  state: StreamState,
  choice: ChoiceState,
  call: OpenCall,
  delta: { readonly name: string; readonly input: string },
  newId: () => string,
  out: CanonicalChunk[],
): void {
  if (call.closed) return;
  call.input += delta.input;
  if (call.block !== undefined) {
    if (delta.input !== '') out.push({ type: 'tool-call-delta', block: call.block, input: delta.input });
    return;
  }
  if (delta.name === '') return;
  closeSpoken(choice, out);
  call.name = delta.name;
  call.block = state.blocks++;
  if (call.id === '') call.id = `call_${newId()}`;
  out.push({
    type: 'tool-call-start',
    block: call.block,
    choice: choice.index,
    id: call.id,
    name: call.name,
    kind: call.kind,
  });
  if (call.input !== '') out.push({ type: 'tool-call-delta', block: call.block, input: call.input });
}

/**
 * A call whose input is a whole JSON object takes no more: it closes when the next begins, so that encoders of dialects with one
 * block at a time can follow. Others stay open, because deltas of parallel calls may alternate.
 */
function closeComplete(choice: ChoiceState, out: CanonicalChunk[]): void {
  for (const call of choice.calls.values()) if (!call.closed && isWholeObject(call.input)) closeCall(call, out);
}

function isWholeObject(text: string): boolean {
  if (!text.trimEnd().endsWith('}')) return false;
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}
