import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, WireEvent } from '@tollgate/canonical';
import type { StreamContext, StreamDecoder } from '../format.js';
import { parseEvent } from '../parse-event.js';
import { decodeUsage } from './convert-usage.js';
import { decodeCallDelta, decodeFunctionCallDelta } from './decode-call-delta.js';
import { readText, readThinking } from './decode-part.js';
import { readChoiceUsage } from './decode-response.js';
import { decodeThinkingBlocks } from './decode-thinking-blocks.js';
import { decodeFinish } from './map-finish-reason.js';
import { readStreamError } from './read-stream-error.js';
import {
  choiceOf,
  type ChoiceState,
  closeChoice,
  closeStream,
  finishStream,
  initialState,
  speak,
  startStream,
} from './stream-state.js';

/** Perplexity's last event bears this and no `[DONE]` follows (recording `perplexity/text-stream`). */
const DONE_OBJECT = 'chat.completion.done';

/** chat.completion.chunk events to canonical chunks. A fault in an event's JSON is a DecodeError. */
export class ChatStreamDecoder implements StreamDecoder {
  private readonly state = initialState();

  /** `rewrite` brings an event of a host with quirks to OpenAI's own form, the same object where it has it. */
  constructor(
    private readonly context: StreamContext,
    private readonly rewrite: ((data: JsonObject) => JsonObject) | undefined = undefined,
  ) {}

  push(event: WireEvent): readonly CanonicalChunk[] {
    const text = event.data.trim();
    if (text === '' || this.state.ended) return [];
    if (text === '[DONE]') {
      const out: CanonicalChunk[] = [{ type: 'wire', format: 'openai-chat', event, data: undefined }];
      finishStream(this.state, out);
      return out;
    }
    const sent = parseEvent('openai-chat', text);
    const data = this.rewrite?.(sent) ?? sent;
    const relayed = data === sent ? event : { ...event, data: JSON.stringify(data) };
    const out: CanonicalChunk[] = [{ type: 'wire', format: 'openai-chat', event: relayed, data }];
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
    const choices = Array.isArray(data['choices'])
      ? (data['choices'] as readonly JsonValue[]).filter(isJsonObject)
      : [];
    const usage = decodeUsage(data['usage'] ?? readGroqUsage(data) ?? readChoiceUsage(choices));
    if (choices.length > 0 || usage !== undefined || readText(data['id']) !== '') startStream(this.state, data, out);
    for (const choice of choices) this.decodeChoice(choice, out);
    if (usage !== undefined) out.push({ type: 'usage', usage, final: choices.length === 0 });
    if (data['object'] === DONE_OBJECT) finishStream(this.state, out);
  }

  private decodeChoice(value: JsonObject, out: CanonicalChunk[]): void {
    const choice = choiceOf(this.state, typeof value['index'] === 'number' ? value['index'] : 0);
    if (isJsonObject(value['delta'])) this.decodeDelta(choice, value['delta'], out);
    const word = value['finish_reason'];
    if (typeof word !== 'string' || word === '' || choice.finished) return;
    choice.finished = true;
    closeChoice(choice, out);
    out.push({ type: 'finish', choice: choice.index, finish: decodeFinish(word) });
  }

  /** What comes after a choice's finish (an empty delta with the usage, at some hosts) says nothing more. */
  private decodeDelta(choice: ChoiceState, delta: JsonObject, out: CanonicalChunk[]): void {
    if (choice.finished) return;
    const say = (kind: 'text' | 'reasoning' | 'refusal', text: string): void => {
      if (text !== '') speak(this.state, choice, kind, text, out);
    };
    const thought = readText(delta['reasoning_content']) || readText(delta['reasoning']);
    say('reasoning', thought);
    decodeThinkingBlocks(this.state, choice, delta['thinking_blocks'], thought !== '', out);
    choice.signature = readSignature(delta['reasoning_details']) ?? choice.signature;
    const { content } = delta;
    if (typeof content === 'string') say('text', content);
    else if (Array.isArray(content)) {
      for (const part of (content as readonly JsonValue[]).filter(isJsonObject)) {
        if (part['type'] === 'thinking') say('reasoning', readThinking(part['thinking']));
        else if (part['type'] === 'text') say('text', readText(part['text']));
      }
    }
    say('refusal', readText(delta['refusal']));
    if (Array.isArray(delta['tool_calls'])) {
      for (const call of (delta['tool_calls'] as readonly JsonValue[]).filter(isJsonObject)) {
        decodeCallDelta(this.state, choice, call, this.context.newId, out);
      }
    }
    const { function_call: legacy } = delta;
    if (isJsonObject(legacy)) decodeFunctionCallDelta(this.state, choice, legacy, this.context.newId, out);
  }
}

function readGroqUsage(data: JsonObject): JsonValue | undefined {
  return isJsonObject(data['x_groq']) ? data['x_groq']['usage'] : undefined;
}

/** OpenRouter's seal of an Anthropic model's reasoning. */
function readSignature(details: JsonValue | undefined): string | undefined {
  if (!Array.isArray(details)) return undefined;
  const signature = (details as readonly JsonValue[])
    .filter(isJsonObject)
    .map((detail) => detail['signature'])
    .find((value) => typeof value === 'string');
  return typeof signature === 'string' ? signature : undefined;
}
