import { assertNever, isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { ContentPart, Tool } from '@tollgate/canonical';
import { FAILED_RESULT } from './failed-result.js';
import { fileText } from './file-text.js';

/** What a request can use, as every dialect's `boundUsage` counts it up; its members are those of canonical's `UsageBound`. */
export interface UsageTally {
  readonly texts: string[];
  readonly unbounded: string[];
  images: number;
  documents: number;
  audio: number;
  contextWindows: number;
}

export function emptyTally(): UsageTally {
  return { texts: [], unbounded: [], images: 0, documents: 0, audio: 0, contextWindows: 0 };
}

/** Every part that a message sends, those inside its tool results too. */
export function* everyPart(content: readonly ContentPart[]): Generator<ContentPart> {
  for (const part of content) {
    yield part;
    if (part.type === 'tool-result') yield* everyPart(part.content);
  }
}

/**
 * Counts one part, without those inside it. Text is kept to be counted as tokens; media count by number, and as a whole context
 * window where only the provider or a third party knows their size.
 */
export function tallyPart(part: Exclude<ContentPart, { type: 'opaque' }>, tally: UsageTally): void {
  switch (part.type) {
    case 'text':
    case 'refusal':
      tally.texts.push(part.text);
      return;
    case 'reasoning':
      tally.texts.push(part.text, part.redacted ?? '', part.encrypted ?? '');
      return;
    case 'tool-call':
      tally.texts.push(part.id, part.name, part.input);
      return;
    case 'tool-result':
      tally.texts.push(part.toolCallId, part.isError === true ? FAILED_RESULT : '');
      return;
    case 'image':
      if (part.data.kind === 'provider-file') tally.contextWindows += 1;
      else tally.images += 1;
      return;
    case 'audio':
      tally.audio += 1;
      return;
    case 'file':
      if (part.data.kind === 'text') tally.texts.push(fileText(part, part.data.text));
      else if (part.data.kind === 'base64') tally.documents += 1;
      else tally.contextWindows += 1;
      if (part.data.kind !== 'text' && part.context !== undefined) tally.texts.push(part.context);
      return;
    default:
      assertNever(part);
  }
}

/** Members of a sourced part that its canonical form does not hold: they go out as written, so their text counts. */
export function tallyOthers(written: JsonValue | undefined, known: ReadonlySet<string>, { texts }: UsageTally): void {
  if (!isJsonObject(written)) return;
  for (const [name, value] of Object.entries(written)) {
    if (!known.has(name) && value !== undefined && value !== null) texts.push(JSON.stringify(value));
  }
}

/** A tool's definition: whole as it was written where that is sent, else what a function tool is built of. */
export function tallyTool(tool: Tool, written: JsonValue | undefined, { texts }: UsageTally): void {
  if (written !== undefined) {
    texts.push(JSON.stringify(written));
  } else if (tool.type === 'function') {
    const { name, description = '', parameters = {}, extra } = tool;
    texts.push(name, description, JSON.stringify(parameters), extra === undefined ? '' : JSON.stringify(extra));
  }
}
