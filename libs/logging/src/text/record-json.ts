import type { CompletionRecord, RecordTexts, StartedRecord } from '@tollgate/canonical';
import { boundJson } from './bound-json.js';

/** A whole record; a usual one has 1 to 2 KiB. */
const RECORD_BYTES_USUAL = 64 * 1024;
/** One member of a record that is larger: strings are cut, members left out. */
const MEMBER_BYTES_MAX = 32 * 1024;
/** Prompt or answer, each. */
const TEXT_BYTES_MAX = 1024 * 1024;

/** What money depends on: nothing of it is ever left out. Whoever makes a record bounds the texts in it. */
const FACTS: ReadonlySet<string> = new Set(['windows', 'tagIds', 'sinks', 'attempts']);

/** `\u0000` and escaped surrogates: the two things that JSON can carry and PostgreSQL refuses. An escaped backslash before it only costs time. */
const REFUSED_BY_POSTGRES = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** The record as a journal line: JSON that PostgreSQL takes, whatever a client put into it, of bounded size. */
export function toRecordJson(record: CompletionRecord | StartedRecord): string {
  const json = plainJson(record);
  if (json !== undefined && json.length <= RECORD_BYTES_USUAL) return json;
  const members = Object.entries(record).map(([name, value]) => [
    name,
    boundJson(value, FACTS.has(name) ? Number.MAX_SAFE_INTEGER : MEMBER_BYTES_MAX),
  ]);
  return JSON.stringify(
    Object.fromEntries(members.filter(([name]) => record[name as keyof typeof record] !== undefined)),
  );
}

/** Prompt and answer as a journal line; each is cut past `bytesMax`. */
export function toTextsJson(texts: RecordTexts, bytesMax = TEXT_BYTES_MAX): string {
  const json = plainJson(texts);
  if (json !== undefined && json.length <= bytesMax) return json;
  return JSON.stringify({
    ...texts,
    input: boundJson(texts.input, bytesMax),
    output: boundJson(texts.output, bytesMax),
  });
}

function plainJson(value: object): string | undefined {
  try {
    const json = JSON.stringify(value);
    return REFUSED_BY_POSTGRES.test(json) ? undefined : json;
  } catch {
    return undefined; // a bigint or a cycle: the slow way writes it
  }
}
