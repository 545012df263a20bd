import { isJsonObject, parseJson, type JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, ContentPart, WireEvent } from '@tollgate/canonical';
import { sealCallId } from '../call-id.js';
import { DecodeError, type StreamDecoder } from '../format.js';
import { isErrorStatus } from '../is-error-status.js';
import { countSearches, decodeUsage, queriesOf } from './convert-usage.js';
import { callNamer, decodeAnswerPart, type CallNamer } from './decode-answer-part.js';
import { blockReasonOf, tierOf } from './decode-response.js';
import { readError } from './errors.js';
import { blockedFinish, decodeFinish } from './map-finish-reason.js';
import { FORMAT } from './own-source.js';
import { continues, PartialCall } from './partial-call.js';
import { readMember, readObject, readObjects, readText } from './read-member.js';

/** What is open in one candidate. */
interface Candidate {
  readonly index: number;
  spoken: { readonly kind: 'text' | 'reasoning'; readonly block: number } | undefined;
  call: PartialCall | undefined;
  calls: number;
  /** Searches that its grounding names; a later event's list holds the earlier one's. */
  queries: number;
  finished: boolean;
}

/**
 * Events of a streamed answer to chunks. Each event is an answer of its own with the next parts in it; function calls come whole, or in
 * pieces where the client asked for that (PartialCall). The dialect has no terminator: a finish reason is the end, and what comes after
 * it says nothing more. Throws DecodeError for an event that is no JSON object.
 */
export class GeminiStreamDecoder implements StreamDecoder {
  private started = false;
  private blocks = 0;
  private model = '';
  private nameOf: CallNamer = callNamer('');
  private readonly candidates = new Map<number, Candidate>();

  push(event: WireEvent): readonly CanonicalChunk[] {
    const data = parse(event.data);
    const out: CanonicalChunk[] = [{ type: 'wire', format: FORMAT, event, data }];
    const error = readError(data);
    if (error === undefined) this.decode(data, out);
    else out.push(errorChunk(error));
    return out;
  }

  /** The dialect's end is that of the bytes, once every candidate has finished. */
  end(): readonly CanonicalChunk[] {
    const out: CanonicalChunk[] = [];
    const known = [...this.candidates.values()];
    for (const candidate of known) this.close(candidate, out);
    if (known.length > 0 && known.every(({ finished }) => finished)) out.push({ type: 'end' });
    return out;
  }

  private decode(data: JsonObject, out: CanonicalChunk[]): void {
    this.start(data, out);
    const candidates = readObjects(data, 'candidates');
    const blocked = candidates.length === 0 ? blockReasonOf(data) : undefined;
    let last = blocked !== undefined;
    let position = 0;
    for (const candidate of candidates) last = this.decodeCandidate(candidate, position++, out) || last;
    const usage = decodeUsage(readMember(data, 'usageMetadata'), this.searches());
    if (usage !== undefined) out.push({ type: 'usage', usage, final: last });
    const first = blocked === undefined ? undefined : this.candidate(0);
    if (first === undefined || first.finished) return;
    first.finished = true;
    this.close(first, out);
    out.push({ type: 'finish', choice: 0, finish: blockedFinish(blocked ?? '') });
  }

  private start(data: JsonObject, out: CanonicalChunk[]): void {
    if (this.started) return;
    this.started = true;
    const id = readText(data, 'responseId');
    const tier = tierOf(data);
    this.model = readText(data, 'modelVersion');
    this.nameOf = callNamer(id);
    const extra = tier === undefined ? {} : { extra: { service_tier: tier } };
    out.push({ type: 'start', id, model: this.model, ...extra });
  }

  /** Whether it ended with this event. */
  private decodeCandidate(data: JsonObject, position: number, out: CanonicalChunk[]): boolean {
    const index = data['index'];
    const candidate = this.candidate(typeof index === 'number' ? index : position);
    if (candidate.finished) return false;
    candidate.queries = Math.max(candidate.queries, queriesOf(data));
    for (const part of readObjects(readObject(data, 'content') ?? {}, 'parts')) this.decodePart(candidate, part, out);
    const word = readMember(data, 'finishReason');
    if (typeof word !== 'string') return false;
    this.close(candidate, out);
    candidate.finished = true;
    out.push({ type: 'finish', choice: candidate.index, finish: decodeFinish(word, candidate.calls > 0) });
    return true;
  }

  private decodePart(candidate: Candidate, part: JsonObject, out: CanonicalChunk[]): void {
    if (isBareText(part)) {
      this.speak(candidate, 'text', part.text, out);
      return;
    }
    const call = readObject(part, 'functionCall');
    if (call !== undefined && (candidate.call !== undefined || continues(call))) {
      this.decodePiece(candidate, call, readText(part, 'thoughtSignature'), out);
      return;
    }
    for (const decoded of decodeAnswerPart(part, this.nameOf)) this.tell(candidate, decoded, out);
  }

  /** A piece with another name begins another call, wherever the one before stood. */
  private decodePiece(candidate: Candidate, call: JsonObject, signature: string, out: CanonicalChunk[]): void {
    const name = readText(call, 'name');
    if (candidate.call !== undefined && name !== '') this.closeCall(candidate, out);
    candidate.call ??= new PartialCall(
      readText(call, 'id') || this.nameOf(name),
      name,
      signature === '' ? undefined : signature,
    );
    candidate.call.push(call);
    if (!continues(call)) this.closeCall(candidate, out);
  }

  private tell(candidate: Candidate, part: ContentPart, out: CanonicalChunk[]): void {
    switch (part.type) {
      case 'text':
        this.speak(candidate, 'text', part.text, out);
        return;
      case 'reasoning':
        this.think(candidate, part, out);
        return;
      case 'tool-call':
        this.callTool(candidate, part, out);
        return;
      default:
        this.closeSpoken(candidate, out);
        out.push({ type: 'opaque', format: FORMAT, value: part.source?.value ?? null });
    }
  }

  private think(candidate: Candidate, part: Extract<ContentPart, { type: 'reasoning' }>, out: CanonicalChunk[]): void {
    this.speak(candidate, 'reasoning', part.text, out);
    const { signature, redacted, encrypted, id } = part;
    if (signature === undefined && redacted === undefined && encrypted === undefined) return;
    if (candidate.spoken?.kind !== 'reasoning') this.open(candidate, 'reasoning', out);
    const block = candidate.spoken?.block ?? 0;
    candidate.spoken = undefined;
    out.push({
      type: 'reasoning-end',
      block,
      ...(signature !== undefined && { signature }),
      ...(redacted !== undefined && { redacted }),
      ...(encrypted !== undefined && { encrypted }),
      ...(id !== undefined && { id }),
    });
  }

  private speak(candidate: Candidate, kind: 'text' | 'reasoning', text: string, out: CanonicalChunk[]): void {
    if (text === '') return;
    if (candidate.spoken?.kind !== kind) this.open(candidate, kind, out);
    out.push({ type: `${kind}-delta`, block: candidate.spoken?.block ?? 0, text });
  }

  private open(candidate: Candidate, kind: 'text' | 'reasoning', out: CanonicalChunk[]): void {
    this.closeSpoken(candidate, out);
    candidate.spoken = { kind, block: this.blocks++ };
    out.push({ type: `${kind}-start`, block: candidate.spoken.block, choice: candidate.index });
  }

  private callTool(
    candidate: Candidate,
    call: { readonly id: string; readonly name: string; readonly input: string; readonly signature?: string },
    out: CanonicalChunk[],
  ): void {
    this.closeSpoken(candidate, out);
    candidate.calls += 1;
    const block = this.blocks++;
    const { id, name, input, signature } = call;
    out.push(
      { type: 'tool-call-start', block, choice: candidate.index, id, name, kind: 'function' },
      { type: 'tool-call-delta', block, input },
      { type: 'tool-call-end', block, ...(signature !== undefined && { signature }) },
    );
  }

  private close(candidate: Candidate, out: CanonicalChunk[]): void {
    this.closeCall(candidate, out);
    this.closeSpoken(candidate, out);
  }

  private closeCall(candidate: Candidate, out: CanonicalChunk[]): void {
    const { call } = candidate;
    if (call === undefined) return;
    candidate.call = undefined;
    const { id, name, input, signature } = call;
    this.callTool(
      candidate,
      { id: sealCallId(id, signature), name, input, ...(signature !== undefined && { signature }) },
      out,
    );
  }

  private closeSpoken(candidate: Candidate, out: CanonicalChunk[]): void {
    if (candidate.spoken === undefined) return;
    const { kind, block } = candidate.spoken;
    candidate.spoken = undefined;
    out.push({ type: `${kind}-end`, block });
  }

  private candidate(index: number): Candidate {
    const known = this.candidates.get(index);
    if (known !== undefined) return known;
    const fresh: Candidate = { index, spoken: undefined, call: undefined, calls: 0, queries: 0, finished: false };
    this.candidates.set(index, fresh);
    return fresh;
  }

  private searches(): number {
    let queries = 0;
    for (const candidate of this.candidates.values()) queries += candidate.queries;
    return queries === 0 ? 0 : countSearches(queries, this.model);
  }
}

/** Words without a mark or a seal: nearly every part of a stream is no more. */
function isBareText(part: JsonObject): part is { readonly text: string } {
  if (typeof part['text'] !== 'string') return false;
  for (const name in part) if (name !== 'text') return false;
  return true;
}

function errorChunk(error: JsonObject): CanonicalChunk {
  const { message, status, code } = error;
  return {
    type: 'error',
    ...(isErrorStatus(code) && { status: code }),
    message: typeof message === 'string' ? message : 'the provider broke off the stream',
    ...(typeof status === 'string' && { providerType: status }),
    raw: { error },
  };
}

function parse(text: string): JsonObject {
  let data: unknown;
  try {
    data = parseJson(text);
  } catch {
    throw new DecodeError(FORMAT, 'an event of the stream is not JSON');
  }
  if (!isJsonObject(data)) throw new DecodeError(FORMAT, 'an event of the stream is not an object');
  return data;
}
