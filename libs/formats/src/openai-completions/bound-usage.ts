import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Message, UsageBound } from '@tollgate/canonical';
import { emptyTally, tallyPart, type UsageTally } from '../tally-usage.js';
import { unboundedReason } from './completion-members.js';
import { isSentOn } from './encode-request.js';
import { FORMAT, writtenHere } from './own-source.js';

/** What telling a turn adds to its text: who speaks, and the word with which the answer begins. */
const SPEAKER = 'Assistant: ';

/**
 * The most that a completion can use: every prompt is read once and answered `n` times, of which `best_of` are written. An echoed prompt
 * stands in each answer: a whole context at most.
 */
export function boundUsage(request: CanonicalRequest): UsageBound {
  const own = request.format === FORMAT;
  const tally = emptyTally();
  for (const message of request.messages) countMessage(message, own, tally);
  for (const [name, value] of Object.entries(request.extra)) {
    const reason = value === undefined || !isSentOn(request, name) ? undefined : unboundedReason(name, value);
    if (reason !== undefined) tally.unbounded.push(`${name}: ${reason}`);
  }
  const written = Math.max(request.choices ?? 1, readInteger(request.extra['best_of']));
  const choices = written * (own ? request.messages.length : 1);
  if (request.echo === true) tally.contextWindows += choices;
  const { texts, ...counts } = tally;
  const tokens = request.messages.reduce((sum, message) => sum + countTokens(message), 0);
  return {
    inputTexts: texts,
    ...(tokens > 0 && { inputTokens: tokens }),
    messages: request.messages.length,
    tools: 0,
    ...counts,
    ...(request.maxOutputTokens !== undefined && { outputLimit: request.maxOutputTokens }),
    choices,
    needsWholeAnswer: false,
    reasoning: false,
    cacheWrites: 'none',
  };
}

function countMessage(message: Message, own: boolean, tally: UsageTally): void {
  if (!own) tally.texts.push(SPEAKER);
  for (const part of message.content) {
    if (part.type !== 'opaque') tallyPart(part, tally);
    else countOpaque(writtenHere(part), tally);
  }
}

/** What only this dialect can say: the text behind the answer. Token ids are counted apart. */
function countOpaque(written: JsonValue | undefined, { texts }: UsageTally): void {
  if (isJsonObject(written) && typeof written['suffix'] === 'string') texts.push(written['suffix']);
}

function countTokens({ content }: Message): number {
  const lists = content.map(writtenHere).map((written) => (isJsonObject(written) ? written['tokens'] : undefined));
  return lists.reduce<number>((sum, tokens) => sum + (Array.isArray(tokens) ? tokens.length : 0), 0);
}

function readInteger(value: JsonValue | undefined): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 1;
}
