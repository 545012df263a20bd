import { isJsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, FormatId, Message, Source } from '@tollgate/canonical';
import * as anthropic from './anthropic-messages/request-shape.js';
import * as gemini from './gemini/request-shape.js';
import type { Losses } from './losses.js';
import * as chat from './openai-chat/request-shape.js';
import * as responses from './openai-responses/request-shape.js';
import type { Shape, Within } from './unread/shape.js';
import { type Note, walkUnread } from './unread/walk-unread.js';

/** What a dialect's decoder reads below the top level, and what the members are called there. */
interface Read {
  /** A turn as its source has it. */
  readonly turn: Within;
  /** A part that stands for itself: its turn was taken apart. */
  readonly part?: Within;
  readonly turns: string;
  /** The system prompt, where it does not stand among the turns. */
  readonly system?: { readonly path: string; readonly within: Within };
  readonly format?: readonly [path: string, shape: Shape];
  readonly reasoning?: readonly [path: string, shape: Shape];
  readonly toolChoice?: Shape;
  /** Objects of the top level that stay in `extra`, and of which the canonical form holds some. */
  readonly extra?: readonly (readonly [name: string, shape: Shape])[];
}

const READ: Readonly<Partial<Record<FormatId, Read>>> = {
  'openai-chat': {
    turn: chat.MESSAGE,
    turns: 'messages',
    format: ['response_format', chat.RESPONSE_FORMAT],
    toolChoice: chat.TOOL_CHOICE,
    extra: [
      ['thinking', chat.THINKING],
      ['reasoning', chat.REASONING],
      ['stream_options', chat.STREAM_OPTIONS],
    ],
  },
  'openai-completions': { turn: chat.MESSAGE, turns: 'prompt', extra: [['stream_options', chat.STREAM_OPTIONS]] },
  'openai-responses': {
    turn: responses.itemShape,
    turns: 'input',
    format: ['text.format', responses.TEXT_FORMAT],
    reasoning: ['reasoning', responses.REASONING],
    toolChoice: responses.TOOL_CHOICE,
    extra: [
      ['stream_options', responses.STREAM_OPTIONS],
      ['text', responses.TEXT],
    ],
  },
  'anthropic-messages': {
    turn: anthropic.MESSAGE,
    part: anthropic.blockShape,
    turns: 'messages',
    system: { path: 'system', within: anthropic.blockShape },
    format: ['output_config.format', anthropic.OUTPUT_FORMAT],
    reasoning: ['thinking', anthropic.THINKING],
    toolChoice: anthropic.TOOL_CHOICE,
  },
  gemini: {
    turn: gemini.CONTENT,
    part: gemini.partShape,
    turns: 'contents',
    system: { path: 'systemInstruction', within: gemini.CONTENT },
    reasoning: ['generationConfig.thinkingConfig', gemini.THINKING_CONFIG],
  },
};

/** What of another dialect's `extra` a provider's dialect is told as it is: whole objects, or members of them. */
const TOLD: Readonly<Partial<Record<FormatId, readonly string[]>>> = {
  'anthropic-messages': ['thinking'],
  'openai-responses': ['stream_options.include_obfuscation'],
};

/** Without these the answer would be to another question: what was said aloud before, which part of a film is asked about. */
const DEMANDS: ReadonlySet<string> = new Set(['audio', 'videoMetadata', 'video_metadata']);

const REASON = 'the provider has no word for it';

/**
 * Names what a client wrote below the top level and its dialect's decoder does not read: a provider of another dialect (`own` is the
 * provider's) is not told of it. Each path once, lists apart: `messages[*].content[*].citations`. To a provider of the client's own
 * dialect all of it goes at its place, and nothing is looked through.
 */
export function nameUnread(request: CanonicalRequest, own: FormatId, losses: Losses): void {
  const { format, extra, responseFormat, reasoning, toolChoice } = request;
  const read = format === own ? undefined : READ[format];
  if (read === undefined) return;
  const told = TOLD[own] ?? [];
  const note: Note = (path, name) => {
    if (told.includes(path)) return;
    if (DEMANDS.has(name)) losses.refuse(path, REASON);
    else losses.drop(path, REASON);
  };
  for (const message of request.messages) noteTurn(message, format, read, note);
  const members: readonly (readonly [Source | undefined, string, Shape] | undefined)[] = [
    read.format && [responseFormat?.source, ...read.format],
    read.reasoning && [reasoning?.source, ...read.reasoning],
    read.toolChoice && [toolChoice?.type === 'opaque' ? undefined : toolChoice?.source, 'tool_choice', read.toolChoice],
  ];
  for (const [source, path, within] of members.filter((member) => member !== undefined))
    if (source?.format === format) walkUnread(source.value, within, path, note);
  for (const [name, within] of read.extra ?? [])
    if (extra[name] !== undefined && !told.includes(name)) walkUnread(extra[name], within, name, note);
  if ((request.tools?.length ?? 0) === 0 && (toolChoice?.type ?? 'auto') !== 'auto' && toolChoice?.type !== 'none')
    losses.drop('tool_choice', 'there are no tools to choose from');
}

function noteTurn({ role, source, content }: Message, format: FormatId, read: Read, note: Note): void {
  const { turn, turns, part, system } = read;
  if (source?.format === format && source.value !== null) {
    const { value } = source;
    const apart = role === 'system' && (system?.within === turn || !isJsonObject(value)) ? system : undefined;
    if (apart !== undefined) walkUnread(value, apart.within, apart.path, note);
    else walkUnread(value, turn, Array.isArray(value) ? turns : `${turns}[*]`, note);
    return;
  }
  if (part === undefined) return;
  for (const { source: written } of content)
    if (written?.format === format) walkUnread(written.value, part, `${turns}[*].content[*]`, note);
}
