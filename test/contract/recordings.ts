import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject, JsonValue } from '@tollgate/kernel';

/** One exchange of a recording, in the form the contract needs. */
export interface Exchange {
  /** File and position (`tools-stream.http.json #1`). */
  readonly name: string;
  readonly file: string;
  readonly index: number;
  /** The client's body, where it was recorded. */
  readonly request: JsonObject | undefined;
  readonly status: number;
  /** The answer's parsed JSON, or its text when it was none; undefined for a stream. */
  readonly body: unknown;
  /** The bytes of a stream, as text. */
  readonly stream: string | undefined;
}

interface RecordedExchange {
  readonly request: { readonly body?: JsonObject };
  readonly response: { readonly status: number; readonly body?: JsonValue; readonly bodyText?: string };
}

/**
 * Reads every recording of a folder: `.http.json` (exchanges), `.body.json` (an answer's body), `.sse` (a stream as sent) and
 * `.chunks.txt` (a stream's payloads, one a line, without terminator). `eventName` gives the SSE event name of a payload in a
 * `.chunks.txt`; `terminator` is appended to those that lack it.
 */
export function readRecordings(
  folder: string,
  form: { readonly eventName?: (data: JsonValue) => string | undefined; readonly terminator?: string } = {},
): readonly Exchange[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return files.flatMap((file) => {
    const full = path.join(folder, file);
    if (file.endsWith('.http.json')) return readHttp(file, readFileSync(full, 'utf8'));
    if (file.endsWith('.body.json')) return [unary(file, 0, undefined, 200, JSON.parse(readFileSync(full, 'utf8')))];
    if (file.endsWith('.sse')) return [streamed(file, readFileSync(full, 'utf8'))];
    if (file.endsWith('.chunks.txt')) return [streamed(file, sseOf(readFileSync(full, 'utf8'), form))];
    return [];
  });
}

function readHttp(file: string, text: string): readonly Exchange[] {
  const { exchanges } = JSON.parse(text) as { exchanges: readonly RecordedExchange[] };
  return exchanges.map(({ request, response }, index) => {
    const { bodyText } = response;
    if (response.status < 400 && bodyText !== undefined && isStream(bodyText)) {
      return { ...streamed(file, bodyText), name: `${file} #${index}`, index, request: request.body };
    }
    return unary(file, index, request.body, response.status, response.body ?? bodyText);
  });
}

/** Server-sent events, or more than one line of JSON. */
function isStream(text: string): boolean {
  return /^(data|event|:)/m.test(text) || /^\{.*\}\r?\n\{/.test(text);
}

function unary(file: string, index: number, request: JsonObject | undefined, status: number, body: unknown): Exchange {
  // A body-only recording of an error says its kind by its content.
  const failed = status === 200 && typeof body === 'object' && body !== null && 'error' in body && body.error !== null;
  return { name: `${file} #${index}`, file, index, request, status: failed ? 400 : status, body, stream: undefined };
}

function streamed(file: string, stream: string): Exchange {
  return { name: `${file} #0`, file, index: 0, request: undefined, status: 200, body: undefined, stream };
}

function sseOf(
  text: string,
  form: { readonly eventName?: (data: JsonValue) => string | undefined; readonly terminator?: string },
): string {
  const events = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const name = form.eventName?.(JSON.parse(line) as JsonValue);
      return `${name === undefined ? '' : `event: ${name}\n`}data: ${line}\n\n`;
    });
  return events.join('') + (form.terminator ?? '');
}
