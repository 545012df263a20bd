import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { HttpRequestSpec } from '@tollgate/canonical';
import { composeAnswer, countPrompt, type MockAnswer } from './compose-answer.js';
import { splitTokens } from './split-tokens.js';

/** Header in which `sign` hands the time on: pure code has no clock. */
export const MOCK_TIME_HEADER = 'x-mock-time';

/** A whole answer of this process. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Iterable<string>;
}

/** What the mock answers to a built request, in OpenAI's wire: JSON, or a stream of one event for each token. `told` is said as it is. */
export function answerRequest(spec: HttpRequestSpec, told?: MockAnswer): Answer {
  const body = JSON.parse(spec.body ?? '{}') as JsonObject;
  const model = typeof body['model'] === 'string' ? body['model'] : 'text';
  const said = told ?? composeAnswer(model, body);
  const pieces = splitTokens(said.kind === 'text' ? said.text : said.input);
  const limit = readInteger(body['max_completion_tokens']) ?? readInteger(body['max_tokens']) ?? pieces.length;
  const kept = pieces.slice(0, limit);
  const cut = kept.length < pieces.length;
  const choices = readInteger(body['n']) ?? 1;
  const prompt = countPrompt(body);
  const completion = kept.length * choices;
  const answer: Told = {
    envelope: {
      id: `chatcmpl-mock-${hash(`${spec.headers[MOCK_TIME_HEADER] ?? ''}${spec.body ?? ''}`)}`,
      created: readSeconds(spec),
      model,
    },
    said,
    pieces: kept,
    finish: cut ? 'length' : said.kind === 'text' ? 'stop' : 'tool_calls',
    choices,
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
  return body['stream'] === true
    ? { status: 200, headers: { 'content-type': 'text/event-stream' }, body: streamAnswer(answer, wantsUsage(body)) }
    : { status: 200, headers: { 'content-type': 'application/json' }, body: [JSON.stringify(wholeAnswer(answer))] };
}

interface Told {
  readonly envelope: JsonObject;
  readonly said: MockAnswer;
  readonly pieces: readonly string[];
  readonly finish: string;
  readonly choices: number;
  readonly usage: JsonObject;
}

const CALL_ID = 'call_mock_1';

function wholeAnswer({ envelope, said, pieces, finish, choices, usage }: Told): JsonObject {
  const text = pieces.join('');
  const message: JsonObject =
    said.kind === 'text'
      ? { role: 'assistant', content: text }
      : {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: CALL_ID, type: 'function', function: { name: said.name, arguments: text } }],
        };
  const all = range(choices).map((index) => ({ index, message, logprobs: null, finish_reason: finish }));
  return { ...envelope, object: 'chat.completion', choices: all, usage };
}

function* streamAnswer(
  { envelope, said, pieces, finish, choices, usage }: Told,
  withUsage: boolean,
): Generator<string> {
  const event = (list: readonly JsonValue[], more: JsonObject = {}): string =>
    `data: ${JSON.stringify({ ...envelope, object: 'chat.completion.chunk', choices: list, ...more })}\n\n`;
  const delta = (index: number, content: JsonObject, word: string | null = null): string =>
    event([{ index, delta: content, logprobs: null, finish_reason: word }]);
  for (const index of range(choices)) {
    yield delta(index, said.kind === 'text' ? { role: 'assistant', content: '' } : openCall(said.name));
    for (const piece of pieces) {
      yield delta(
        index,
        said.kind === 'text' ? { content: piece } : { tool_calls: [{ index: 0, function: { arguments: piece } }] },
      );
    }
    yield delta(index, {}, finish);
  }
  if (withUsage) yield event([], { usage });
  yield 'data: [DONE]\n\n';
}

function openCall(name: string): JsonObject {
  return {
    role: 'assistant',
    content: null,
    tool_calls: [{ index: 0, id: CALL_ID, type: 'function', function: { name, arguments: '' } }],
  };
}

function wantsUsage(body: JsonObject): boolean {
  return isJsonObject(body['stream_options']) && body['stream_options']['include_usage'] === true;
}

function readSeconds(spec: HttpRequestSpec): number {
  return Math.floor(Number(spec.headers[MOCK_TIME_HEADER] ?? 0) / 1000);
}

function readInteger(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** FNV-1a, 32 bits: tells one answer from another. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}
