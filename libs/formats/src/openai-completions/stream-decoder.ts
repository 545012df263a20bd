import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { StreamDecoder } from '../format.js';
import { parseEvent } from '../parse-event.js';
import { decodeUsage } from '../openai-chat/convert-usage.js';
import { readText } from '../openai-chat/decode-part.js';
import { decodeFinish } from '../openai-chat/map-finish-reason.js';
import { readStreamError } from '../openai-chat/read-stream-error.js';
import {
  choiceOf,
  closeChoice,
  closeStream,
  finishStream,
  initialState,
  speak,
  startStream,
} from '../openai-chat/stream-state.js';
import { FORMAT } from './own-source.js';

/** Streamed text completions to canonical chunks; choices come interleaved. A fault in an event's JSON is a DecodeError. */
export class CompletionsStreamDecoder implements StreamDecoder {
  private readonly state = initialState();

  push(event: WireEvent): readonly CanonicalChunk[] {
    const text = event.data.trim();
    if (text === '' || this.state.ended) return [];
    if (text === '[DONE]') {
      const out: CanonicalChunk[] = [{ type: 'wire', format: FORMAT, event, data: undefined }];
      finishStream(this.state, out);
      return out;
    }
    const data = parseEvent(FORMAT, text);
    const out: CanonicalChunk[] = [{ type: 'wire', format: FORMAT, event, data }];
    const error = readStreamError(event, data);
    if (error !== undefined) out.push(error);
    else this.decodeChunk(data, out);
    return out;
  }

  end(): readonly CanonicalChunk[] {
    const out: CanonicalChunk[] = [];
    closeStream(this.state, out);
    return out;
  }

  private decodeChunk(data: JsonObject, out: CanonicalChunk[]): void {
    const { choices: written } = data;
    const choices = Array.isArray(written) ? (written as readonly JsonValue[]).filter(isJsonObject) : [];
    const usage = decodeUsage(data['usage']);
    startStream(this.state, data, out);
    for (const choice of choices) this.decodeChoice(choice, out);
    if (usage !== undefined) out.push({ type: 'usage', usage, final: choices.length === 0 });
  }

  private decodeChoice(value: JsonObject, out: CanonicalChunk[]): void {
    const { index, finish_reason: word } = value;
    const choice = choiceOf(this.state, typeof index === 'number' ? index : 0);
    if (choice.finished) return;
    const text = readText(value['text']);
    if (text !== '') speak(this.state, choice, 'text', text, out);
    if (typeof word !== 'string' || word === '') return;
    choice.finished = true;
    closeChoice(choice, out);
    out.push({ type: 'finish', choice: choice.index, finish: decodeFinish(word) });
  }
}
