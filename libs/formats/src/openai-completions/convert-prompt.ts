import { assertNever, isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { ContentPart, Message } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { fileText } from '../file-text.js';
import { nameOfPart } from '../unsupported-content.js';
import { isTokens } from './check-request.js';
import { ownSource, writtenHere } from './own-source.js';

const ELSEWHERE = 'Send what it says as text, or ask a model that chats.';

/** Who speaks, where a conversation is told as one text. */
const SPEAKERS: Readonly<Record<Message['role'], string>> = {
  system: 'System',
  developer: 'System',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
};

/**
 * Each prompt as a user's turn, as LiteLLM shows it to a provider that chats; a list of one stays a list where it is written again. Token
 * ids and what is to stand behind the answer (`suffix`) are content of this dialect alone: another one refuses them.
 */
export function decodePrompt(prompt: JsonValue, suffix: JsonValue | undefined): readonly Message[] {
  const behind: readonly ContentPart[] =
    typeof suffix === 'string' ? [{ type: 'opaque', source: ownSource({ type: 'suffix', suffix }) }] : [];
  return promptsOf(prompt).map(({ value, written }): Message => ({
    role: 'user',
    content: [decodeOne(value), ...behind],
    source: ownSource(written),
  }));
}

interface Prompt {
  readonly value: JsonValue;
  readonly written: JsonValue;
}

function promptsOf(prompt: JsonValue): readonly Prompt[] {
  if (!Array.isArray(prompt) || isTokens(prompt)) return [{ value: prompt, written: prompt }];
  const prompts = prompt as readonly JsonValue[];
  return prompts.map((value) => ({ value, written: prompts.length === 1 ? prompt : value }));
}

function decodeOne(prompt: JsonValue): ContentPart {
  return typeof prompt === 'string'
    ? { type: 'text', text: prompt }
    : { type: 'opaque', source: ownSource({ type: 'tokens', tokens: prompt }) };
}

/** `prompt` and `suffix` as this dialect's client wrote them; a conversation of another becomes one text that ends where the answer begins. */
export function encodePrompt(
  messages: readonly Message[],
  losses: Losses,
): { readonly prompt: JsonValue; readonly suffix?: JsonValue } {
  const written = messages.map(writtenHere).filter((value) => value !== undefined);
  if (written.length < messages.length) return { prompt: flatten(messages, losses) };
  const [first] = written;
  const suffix = suffixOf(messages);
  return {
    prompt: written.length === 1 && first !== undefined ? first : written,
    ...(suffix !== undefined && { suffix }),
  };
}

function suffixOf(messages: readonly Message[]): JsonValue | undefined {
  const values = messages.flatMap(({ content }) => content.map(writtenHere)).filter(isJsonObject);
  return values.find(({ type }) => type === 'suffix')?.['suffix'];
}

/** One turn of a user stands for itself. */
function flatten(messages: readonly Message[], losses: Losses): string {
  const [only] = messages;
  if (messages.some(({ name }) => name !== undefined)) losses.drop('messages[*].name', 'a prompt names nobody');
  if (messages.some(({ content }) => content.some(({ cache }) => cache !== undefined)))
    losses.drop('cache_control', 'the provider caches by itself');
  if (messages.length === 1 && only?.role === 'user') return textOf(only, losses);
  losses.change('messages', 'told as one text, turn by turn: the provider completes texts');
  const turns = messages.map((message) => `${SPEAKERS[message.role]}: ${textOf(message, losses)}`);
  return [...turns, 'Assistant:'].join('\n\n');
}

function textOf(message: Message, losses: Losses): string {
  return message.content
    .map((part) => tell(part, losses))
    .filter((text) => text !== '')
    .join('\n');
}

function tell(part: ContentPart, losses: Losses): string {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text;
    case 'reasoning':
      losses.drop('reasoning', 'not taken back by a provider that completes texts');
      return '';
    case 'file':
      if (part.data.kind === 'text') return fileText(part, part.data.text);
      losses.refuseContent(part, 'a prompt is text', ELSEWHERE);
      return '';
    case 'image':
    case 'audio':
    case 'tool-call':
    case 'tool-result':
      losses.refuseContent(part, 'a prompt is text', ELSEWHERE);
      return '';
    case 'opaque':
      losses.refuseContent(part, `a prompt has no place for ${nameOfPart(part)}`, ELSEWHERE);
      return '';
    default:
      return assertNever(part);
  }
}
