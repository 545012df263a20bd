import type { JsonObject } from '@tollgate/kernel';
import type { ContentPart, Message } from '@tollgate/canonical';
import { decodePart } from './decode-part.js';
import { ownSource } from './own-source.js';
import { readObject, readObjects, readText } from './read-member.js';

/**
 * `systemInstruction` and `contents` to turns in order. A turn with results of functions becomes a tool message, and a user message of
 * what remains. Each turn carries the value it came from; of one that was split the first does, and the second nothing.
 */
export function decodeContents(system: JsonObject | undefined, contents: readonly JsonObject[]): readonly Message[] {
  const calls = new CallIds();
  const leading: readonly Message[] =
    system === undefined ? [] : [{ role: 'system', content: decodeParts(system, calls), source: ownSource(system) }];
  return [...leading, ...contents.flatMap((turn) => decodeTurn(turn, calls))];
}

function decodeTurn(turn: JsonObject, calls: CallIds): readonly Message[] {
  const content = decodeParts(turn, calls);
  const source = ownSource(turn);
  if (turn['role'] === 'model') return [{ role: 'assistant', content, source }];
  const results = content.filter((part) => part.type === 'tool-result');
  if (results.length === 0) return [{ role: 'user', content, source }];
  const remaining = content.filter((part) => part.type !== 'tool-result');
  const rest: readonly Message[] =
    remaining.length === 0 ? [] : [{ role: 'user', content: remaining, source: ownSource(null) }];
  return [{ role: 'tool', content: results, source }, ...rest];
}

function decodeParts(turn: JsonObject, calls: CallIds): readonly ContentPart[] {
  return readObjects(turn, 'parts').flatMap((part) => decodePart(part, calls.idFor(part)));
}

/**
 * Ids for calls and results that have none: the dialect lets them be known by their function's name and their order, every other one
 * insists on an id.
 */
class CallIds {
  private issued = 0;
  /** Ids of calls that have no result yet, by function: a result may name its function alone where the call had an id. */
  private readonly waiting = new Map<string, string[]>();

  idFor(part: JsonObject): string {
    const call = readObject(part, 'functionCall');
    if (call !== undefined) return this.noteCall(readText(call, 'name'), readText(call, 'id'));
    const result = readObject(part, 'functionResponse');
    if (result === undefined) return '';
    const [name, own] = [readText(result, 'name'), readText(result, 'id')];
    const waiting = this.waiting.get(name) ?? [];
    if (own === '') return waiting.shift() ?? name;
    this.waiting.set(
      name,
      waiting.filter((id) => id !== own),
    );
    return '';
  }

  private noteCall(name: string, own: string): string {
    if (own === '') this.issued += 1;
    const id = own === '' ? `call_${this.issued}` : own;
    this.waiting.set(name, [...(this.waiting.get(name) ?? []), id]);
    return own === '' ? id : '';
  }
}
