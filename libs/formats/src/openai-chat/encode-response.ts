import { isJsonObject, type JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse, Choice, ReasoningPart, ToolCallPart } from '@tollgate/canonical';
import type { ResponseContext } from '../format.js';
import { sealForBlocks } from '../reasoning-seal.js';
import { encodeAnnotations } from './annotations.js';
import { encodeToolCall } from './convert-tools.js';
import { encodeUsage } from './convert-usage.js';
import { encodeFinish } from './map-finish-reason.js';
import { writtenHere } from './own-source.js';

/**
 * The client's answer: the provider's own with the name that the client asked for, or one of another dialect in this one's words
 * (transcript `chat-on-anthropic`).
 */
export function encodeResponse(response: CanonicalResponse, context: ResponseContext): JsonObject {
  const written = writtenHere(response);
  if (isJsonObject(written)) {
    return written['model'] === undefined ? written : { ...written, model: context.requestedModel };
  }
  return {
    id: `chatcmpl-${context.newId()}`,
    object: 'chat.completion',
    created: response.createdAt ?? Math.floor(context.now / 1000),
    model: context.requestedModel,
    choices: response.choices.map(encodeChoice),
    ...(response.usage !== undefined && { usage: encodeUsage(response.usage) }),
  };
}

function encodeChoice(choice: Choice): JsonObject {
  const texts = choice.content.filter((part) => part.type === 'text');
  const reasoning = choice.content.filter((part): part is ReasoningPart => part.type === 'reasoning' && !isEmpty(part));
  const refusals = choice.content.filter((part) => part.type === 'refusal');
  const calls = choice.content.filter((part): part is ToolCallPart => part.type === 'tool-call');
  const thought = reasoning.map((part) => part.text).join('');
  const message: JsonObject = {
    role: 'assistant',
    content: texts.length === 0 ? null : texts.map((part) => part.text).join(''),
    ...(thought !== '' && { reasoning_content: thought }),
    ...(reasoning.length > 0 && { thinking_blocks: reasoning.map(encodeThinkingBlock) }),
    ...(refusals.length > 0 && { refusal: refusals.map((part) => part.text).join('') }),
    ...(calls.length > 0 && { tool_calls: calls.map((call, index) => ({ index, ...encodeToolCall(call) })) }),
    ...encodeAnnotations(texts),
  };
  return {
    index: choice.index,
    message,
    ...(choice.logprobs !== undefined && { logprobs: choice.logprobs }),
    finish_reason: encodeFinish(choice.finish),
  };
}

/** A provider that keeps its reasoning to itself gives neither words nor a seal. */
function isEmpty({ text, signature, redacted, encrypted }: ReasoningPart): boolean {
  return text === '' && signature === undefined && redacted === undefined && encrypted === undefined;
}

/** LiteLLM's `thinking_blocks`: what a client must send back so that the provider accepts its own reasoning. */
export function encodeThinkingBlock(part: Omit<ReasoningPart, 'type'>): JsonObject {
  const { redacted, signature } = sealForBlocks(part.text, part);
  if (redacted !== undefined) return { type: 'redacted_thinking', data: redacted };
  return { type: 'thinking', thinking: part.text, ...(signature !== undefined && { signature }) };
}
