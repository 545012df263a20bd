import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import { DecodeError, type StreamDecoder } from '../format.js';
import { readStreamError } from '../openai-chat/read-stream-error.js';
import { decodeUsage } from './convert-usage.js';
import { decodeCalls, decodeCreatedAt, decodeFinish } from './decode-message.js';
import { FORMAT } from './format-name.js';

type Spoken = 'text' | 'reasoning';

/** Lines of a streamed chat to canonical chunks: thinking, text and whole calls; the line that is `done` ends it. */
export class OllamaStreamDecoder implements StreamDecoder {
  private started = false;
  private ended = false;
  private blocks = 0;
  private calls = 0;
  private time: JsonValue | undefined;
  private open: { readonly kind: Spoken; readonly block: number } | undefined;

  push(event: WireEvent): readonly CanonicalChunk[] {
    if (this.ended) return [];
    const data = parse(event.data);
    const out: CanonicalChunk[] = [{ type: 'wire', format: FORMAT, event, data }];
    const error = readStreamError(event, data);
    if (error !== undefined) out.push(error);
    else this.decodeLine(data, out);
    return out;
  }

  end(): readonly CanonicalChunk[] {
    const out: CanonicalChunk[] = [];
    this.close(out);
    return out;
  }

  private decodeLine(data: JsonObject, out: CanonicalChunk[]): void {
    this.start(data, out);
    if (isJsonObject(data['message'])) this.decodeMessage(data['message'], out);
    if (data['done'] === true) this.finish(data, out);
  }

  private start(data: JsonObject, out: CanonicalChunk[]): void {
    if (this.started) return;
    this.started = true;
    this.time = data['created_at'];
    const createdAt = decodeCreatedAt(data['created_at']);
    const { model } = data;
    out.push({
      type: 'start',
      id: '',
      model: typeof model === 'string' ? model : '',
      ...(createdAt !== undefined && { createdAt }),
    });
  }

  private decodeMessage(message: JsonObject, out: CanonicalChunk[]): void {
    this.speak('reasoning', message['thinking'], out);
    this.speak('text', message['content'], out);
    for (const { id, name, input } of decodeCalls(message, this.time, this.calls)) {
      this.close(out);
      this.calls += 1;
      const block = this.blocks++;
      out.push(
        { type: 'tool-call-start', block, choice: 0, id, name, kind: 'function' },
        { type: 'tool-call-delta', block, input },
        { type: 'tool-call-end', block },
      );
    }
  }

  private speak(kind: Spoken, text: JsonValue | undefined, out: CanonicalChunk[]): void {
    if (typeof text !== 'string' || text === '') return;
    if (this.open?.kind !== kind) {
      this.close(out);
      this.open = { kind, block: this.blocks++ };
      out.push({ type: `${kind}-start`, block: this.open.block, choice: 0 });
    }
    out.push({ type: `${kind}-delta`, block: this.open.block, text });
  }

  private close(out: CanonicalChunk[]): void {
    if (this.open !== undefined) out.push({ type: `${this.open.kind}-end`, block: this.open.block });
    this.open = undefined;
  }

  private finish(data: JsonObject, out: CanonicalChunk[]): void {
    this.close(out);
    const usage = decodeUsage(data);
    if (usage !== undefined) out.push({ type: 'usage', usage, final: true });
    out.push({ type: 'finish', choice: 0, finish: decodeFinish(data['done_reason'], this.calls > 0) });
    out.push({ type: 'end' });
    this.ended = true;
  }
}

function parse(text: string): JsonObject {
  let data: JsonValue;
  try {
    data = parseJson(text);
  } catch {
    throw new DecodeError(FORMAT, 'a line of the stream is not JSON');
  }
  if (!isJsonObject(data)) throw new DecodeError(FORMAT, 'a line of the stream is not an object');
  return data;
}
