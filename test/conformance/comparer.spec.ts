import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareAnswers } from './compare/compare-answers.js';
import { readTranscript, type StepAnswer, type StreamedEvent } from './compare/transcript.js';

type Spoilt = { [Member in keyof StepAnswer]: StepAnswer[Member] };
/** Changes an answer; undefined where there is nothing to change. */
type Spoil = (answer: Spoilt) => Spoilt | undefined;

const SPOILS: readonly (readonly [string, Spoil])[] = [
  ['another status', (answer) => ({ ...answer, status: (answer.status ?? 0) + 1 })],
  [
    'a header gone',
    (answer) =>
      withHeaders(answer, (headers) =>
        Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-type')),
      ),
  ],
  ['another content type', (answer) => withHeaders(answer, (headers) => ({ ...headers, 'content-type': 'text/html' }))],
  [
    'a stream whose charset is not the same',
    (answer) =>
      answer.stream === undefined
        ? undefined
        : withHeaders(answer, (headers) => ({
            ...headers,
            'content-type': `${headers['content-type'] ?? ''}; charset=utf-8`,
          })),
  ],
  ['a member gone', (answer) => withBody(answer, (body) => Object.fromEntries(Object.entries(body).slice(1)))],
  ['a key that is null', (answer) => withMember(answer, 'key', null)],
  ['an expiry that is a number', (answer) => withMember(answer, 'expires', 0)],
  [
    'a hash that is none',
    (answer) => (bodyOf(answer)?.['token'] === '<hash>' ? withMember(answer, 'token', 'abc') : undefined),
  ],
  [
    'a stream without its last event',
    (answer) => (answer.stream === undefined ? undefined : { ...answer, stream: answer.stream.slice(0, -1) }),
  ],
  [
    'a stream without its beginning',
    (answer) => (answer.stream === undefined ? undefined : { ...answer, stream: answer.stream.slice(-1) }),
  ],
  [
    "a member of the gateway's own at the provider",
    (answer) => withCall(answer, (call) => ({ ...call, body: { ...(call.body as object), user_api_key_hash: 'x' } })),
  ],
  [
    "a header of the gateway's own at the provider",
    (answer) => withCall(answer, (call) => ({ ...call, headers: { ...call.headers, 'x-goog-own': 'x' } })),
  ],
  [
    "the caller's key at the provider",
    (answer) =>
      withCall(answer, (call) => ({ ...call, headers: { ...call.headers, authorization: 'Bearer sk-1234' } })),
  ],
  [
    'one provider call too many',
    (answer) =>
      answer.upstream?.length ? { ...answer, upstream: [...answer.upstream, ...answer.upstream] } : undefined,
  ],
];

const ANSWERS = readdirSync(join(__dirname, 'transcripts'))
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) =>
    readTranscript(file.replace('.json', '')).steps.map((step, index) => ({
      name: `${file} #${String(index + 1)} ${step.do}`,
      answer: step.answer,
    })),
  );

describe('the comparer of answers', () => {
  it('finds every transcript equal to itself', () => {
    expect(ANSWERS.filter(({ answer }) => compareAnswers(answer, answer, { booked: true }).length > 0)).toEqual([]);
  });

  it.each(SPOILS)('notices %s in every transcript where it can be', (_name, spoil) => {
    const spoilt = ANSWERS.map(({ name, answer }) => ({ name, answer, spoilt: spoil(answer) })).filter(
      (one) => one.spoilt !== undefined,
    );
    expect(spoilt.length).toBeGreaterThan(0);
    const missed = spoilt.filter((one) => compareAnswers(one.answer, one.spoilt ?? {}, { booked: true }).length === 0);
    expect(missed.map(({ name }) => name)).toEqual([]);
  });

  it('takes for the same what differs by nature', () => {
    const answer = {
      status: 200,
      headers: { 'x-litellm-call-id': 'a', 'x-litellm-response-cost': '0.10' },
      body: { id: 'chatcmpl-1', spend: 0.1 },
    };
    const other = {
      status: 200,
      headers: { 'x-litellm-call-id': 'b', 'x-litellm-response-cost': '0.1' },
      body: { id: 'chatcmpl-2', spend: 0, more: 1 },
    };
    expect(compareAnswers(answer, other, { booked: false })).toEqual([]);
    expect(compareAnswers(answer, other, { booked: true }).map(({ path }) => path)).toEqual(['body.spend']);
  });

  it.each([false, true])('notices activity where none was, and none where it was (spend booked: %s)', (booked) => {
    const info = (active: string | null): StepAnswer => ({ body: { info: { last_active: active } } });
    const paths = (want: StepAnswer, got: StepAnswer): readonly string[] =>
      compareAnswers(want, got, { booked }).map(({ path }) => path);
    expect(paths(info(null), info('<time>'))).toEqual(['body.info.last_active']);
    expect(paths(info('<time>'), info(null))).toEqual(['body.info.last_active']);
    expect(paths(info('<time>'), info('<time>'))).toEqual([]);
  });

  it.each<[string, (text: string) => StreamedEvent]>([
    ['a legacy completion', (text: string) => ({ data: { choices: [{ text }] } })],
    ['a chat completion', (text: string) => ({ data: { choices: [{ delta: { content: text } }] } })],
    ['a message', (text: string) => ({ event: 'content_block_delta', data: { delta: { text } } })],
    ['a response', (text: string) => ({ event: 'response.output_text.delta', data: { delta: text } })],
  ])('joins the streamed text of %s, and notices another', (_name, event) => {
    const stream = (...texts: string[]): StepAnswer => ({ stream: texts.map((text) => event(text)) });
    expect(compareAnswers(stream('Hello'), stream('Hel', 'lo'), { booked: false })).toEqual([]);
    const paths = compareAnswers(stream('Hello'), stream('Hell'), { booked: false }).map(({ path }) => path);
    expect(paths).toEqual(['stream.text']);
  });

  it('notices another usage at the end of a streamed response', () => {
    const stream = (total: number): StepAnswer => ({
      stream: [{ event: 'response.completed', data: { response: { usage: { total_tokens: total } } } }],
    });
    const paths = compareAnswers(stream(3), stream(4), { booked: false }).map(({ path }) => path);
    expect(paths).toEqual(['stream.usage.total_tokens']);
  });
});

function bodyOf({ body }: StepAnswer): Readonly<Record<string, unknown>> | undefined {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Readonly<Record<string, unknown>>)
    : undefined;
}

function withBody(
  answer: StepAnswer,
  change: (body: Readonly<Record<string, unknown>>) => unknown,
): StepAnswer | undefined {
  const body = bodyOf(answer);
  return body === undefined || Object.keys(body).length === 0 ? undefined : { ...answer, body: change(body) };
}

function withMember(answer: StepAnswer, name: string, value: unknown): StepAnswer | undefined {
  return typeof bodyOf(answer)?.[name] === 'string'
    ? withBody(answer, (body) => ({ ...body, [name]: value }))
    : undefined;
}

function withHeaders(
  answer: StepAnswer,
  change: (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): StepAnswer | undefined {
  return answer.headers === undefined ? undefined : { ...answer, headers: change(answer.headers) };
}

function withCall(
  answer: StepAnswer,
  change: (call: NonNullable<StepAnswer['upstream']>[number]) => NonNullable<StepAnswer['upstream']>[number],
): StepAnswer | undefined {
  const [first, ...rest] = answer.upstream ?? [];
  return first === undefined ? undefined : { ...answer, upstream: [change(first), ...rest] };
}
