import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { FRAMINGS } from '@tollgate/framing';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { isJsonObject } from '@tollgate/kernel';
import type {
  CanonicalChunk,
  CanonicalRequest,
  CanonicalResponse,
  Credential,
  FailureClass,
  Target,
  WireEvent,
} from '@tollgate/canonical';
import type { ClientFormat, StreamContext, UpstreamFormat } from '@tollgate/formats';
import type { ProviderOperation } from '@tollgate/providers';
import { checkIntegers, compareUsage, type UsageRow } from './compare-usage.js';
import { deepFreeze } from './deep-freeze.js';
import { checkStreamGrammar, foldStream, type FoldedStream } from './fold-stream.js';
import { readRecordings, type Exchange } from './recordings.js';

/** What the suite must know of a dialect. Everything else it takes from the recordings. */
export interface FormatUnderTest {
  /** Absent for a dialect that only providers speak: there is nothing to relay, and its spec says what it asks. */
  readonly client?: ClientFormat;
  readonly upstream: UpstreamFormat;
  /** A provider's operation that speaks the dialect: for buildRequest, sign and classify. */
  readonly operation: ProviderOperation;
  readonly target: Target;
  readonly credential: Credential;
  /**
   * Folder of recordings (see readRecordings). It also holds `usage.json` ({file: [{exchange, usage}]}, rows of the third-party
   * reading: `input_tokens`, `output_tokens`, `cache_read_tokens`, `output_reasoning_tokens` …) and `failure-classes.json`
   * ({file: FailureClass} for every recorded error).
   */
  readonly recordings: string;
  /** SSE event name of a payload, for `.chunks.txt` files. */
  readonly eventName?: (data: JsonValue) => string | undefined;
  /** What ends a stream, as SSE text, for `.chunks.txt` files (`data: [DONE]\n\n`). */
  readonly terminator?: string;
  /** The event that a relay adds where the provider ends its stream without one (`{data: '[DONE]'}`). */
  readonly closingEvent?: WireEvent;
  /** The answer or stream event with another model name in it: what a relay may change. */
  readonly withModel: (data: JsonValue, model: string) => JsonValue;
  /** Sums a stream's raw payloads without the decoder: the oracle of "deltas add up to the whole". */
  readonly sumStream: (payloads: readonly JsonValue[]) => FoldedStream;
  /** Brings a recorded request to the form in which the encoder writes it (documented rewrites only). */
  readonly normaliseRequest?: (body: JsonObject) => JsonObject;
  /** The model stands in the request's address, and not in its body. */
  readonly modelInAddress?: true;
  /** Members whose content is the user's own (tool inputs, schemas): no unknown member is planted below them. */
  readonly ownedMembers: readonly string[];
  /** Recordings whose cached or total counts contradict themselves: file -> why. Only their totals are not compared. */
  readonly usageExceptions?: Readonly<Record<string, string>>;
}

const MODEL = 'public-name';

/** The contract of every wire dialect (both directions), over all recordings of it. Call it inside a `describe`. */
export function describeFormatContract(format: FormatUnderTest): void {
  const exchanges = readRecordings(format.recordings, format);
  const answers = exchanges.filter((exchange) => exchange.status < 400 && exchange.stream === undefined);
  const streams = exchanges.filter((exchange) => exchange.stream !== undefined);
  const errors = exchanges.filter((exchange) => exchange.status >= 400);
  const requests = exchanges.filter((exchange) => exchange.request !== undefined && exchange.status < 400);

  test('the folder holds answers, streams, errors and requests', () => {
    expect([answers, streams, errors, requests].map((list) => list.length > 0)).toEqual([true, true, true, true]);
  });
  if (format.client !== undefined) describe('requests', () => describeRequests(format, requests));
  describe('answers', () => describeAnswers(format, answers));
  describe('streams', () => describeStreams(format, streams));
  const { client } = format;
  if (client !== undefined) describe('relays', () => describeRelays(format, client, answers, streams));
  describe('errors', () => describeErrors(format, errors));
}

function describeRequests(format: FormatUnderTest, requests: readonly Exchange[]): void {
  test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
    '%s: decoded and encoded again it is the same body',
    (_, exchange) => {
      const body = requestOf(exchange);
      const encoded = encode(format, body);
      const model = format.modelInAddress === true ? {} : { model: format.target.model };
      const expected = { ...(format.normaliseRequest?.(body) ?? body), ...model };
      expect(encoded).toEqual(expected);
    },
  );

  test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
    '%s: unknown members reach the provider',
    (_, exchange) => {
      const body = { ...requestOf(exchange), x_unknown_member: { a: [1, null, 'x'] } };
      expect(encode(format, body)).toMatchObject({ x_unknown_member: { a: [1, null, 'x'] } });
    },
  );

  test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
    '%s: building is deterministic and holds no credential',
    (_, exchange) => {
      const request = decode(format, requestOf(exchange));
      const target = deepFreeze(format.target);
      const [first, second] = [1, 2].map(() => unwrap(format.operation.buildRequest(request, target, undefined)));
      expect(second).toEqual(first);
      if (first === undefined) throw new Error('not built');
      const signed = format.operation.sign(deepFreeze(first.spec), format.credential, 0);
      const secrets = Object.values(format.credential);
      expect(secrets.some((secret) => JSON.stringify(first.spec).includes(secret))).toBe(false);
      expect(secrets.some((secret) => (signed.body ?? '').includes(secret))).toBe(false);
      expect(secrets.some((secret) => JSON.stringify(signed.headers).includes(secret))).toBe(true);
    },
  );

  test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
    '%s: a granted output limit stands in the bytes',
    (_, exchange) => {
      const { outputLimit } = format.operation;
      if (outputLimit === 'none') throw new Error('the suite expects an operation with an output limit');
      const request = decode(format, requestOf(exchange));
      const granted = Math.min(7, request.maxOutputTokens ?? 7);
      const built = unwrap(format.operation.buildRequest(request, format.target, granted));
      const body = JSON.parse(built.spec.body ?? '') as JsonObject;
      const limits = [outputLimit.field, ...outputLimit.siblings]
        .map((field) => readPath(body, field))
        .filter((value) => value !== undefined);
      expect(limits).toEqual([granted]);
      expect(built.outputLimit).toBe(granted);
    },
  );
}

function describeAnswers(format: FormatUnderTest, answers: readonly Exchange[]): void {
  const known = readRows<readonly UsageRow[]>(format.recordings, 'usage.json');

  test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
    '%s: unknown members never change its meaning',
    (_, exchange) => {
      const planted = plant(exchange.body as JsonValue, format.ownedMembers);
      expect(meaningOf(format.upstream.decodeResponse(planted))).toEqual(
        meaningOf(format.upstream.decodeResponse(exchange.body)),
      );
    },
  );

  test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
    '%s: every choice has an ending',
    (_, exchange) => {
      const { choices } = format.upstream.decodeResponse(exchange.body);
      expect(choices.length).toBeGreaterThan(0);
      for (const choice of choices) expect(choice.finish.reason).not.toBe('other');
    },
  );

  test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
    '%s: usage is whole numbers and what a third party reads',
    (_, exchange) => {
      const { usage } = format.upstream.decodeResponse(exchange.body);
      if (usage === undefined) throw new Error('no usage was read');
      checkIntegers(usage);
      const row = known[exchange.file]?.find((candidate) => candidate.exchange === exchange.index);
      if (row === undefined) return;
      compareUsage(usage, row, format.usageExceptions?.[exchange.file] !== undefined);
    },
  );

  test('every row of usage.json belongs to a recorded answer', () => {
    const names = new Set(answers.map((exchange) => exchange.name));
    for (const [file, rows] of Object.entries(known))
      for (const row of rows) expect(names).toContain(`${file} #${row.exchange}`);
  });
}

function describeStreams(format: FormatUnderTest, streams: readonly Exchange[]): void {
  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: splitting the bytes anywhere gives the same chunks',
    (_, exchange) => {
      const bytes = Buffer.from(exchange.stream ?? '');
      const whole = run(format, [bytes]);
      expect(
        run(
          format,
          [...bytes].map((byte) => Buffer.of(byte)),
        ),
      ).toEqual(whole);
      fc.assert(
        fc.property(fc.uniqueArray(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), (cuts) => {
          const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
          const pieces = edges.slice(1).map((edge, at) => bytes.subarray(edges[at] ?? 0, edge));
          expect(run(format, pieces)).toEqual(whole);
        }),
        { numRuns: 20, seed: 17 },
      );
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: blocks open, fill and close; one finish each; then the end',
    (_, exchange) => {
      checkStreamGrammar(run(format, [Buffer.from(exchange.stream ?? '')]));
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: the deltas add up to the whole',
    (_, exchange) => {
      expect(foldStream(run(format, [Buffer.from(exchange.stream ?? '')]))).toEqual(
        format.sumStream(payloadsOf(format, exchange)),
      );
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: unknown members never change its meaning',
    (_, exchange) => {
      const events = eventsOf(format, exchange);
      const planted = events.map((event) => replaceData(event, (data) => plant(data, format.ownedMembers)));
      expect(pushAll(format, planted).map(dropWire)).toEqual(pushAll(format, events).map(dropWire));
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: usage is whole numbers',
    (_, exchange) => {
      const chunks = run(format, [Buffer.from(exchange.stream ?? '')]);
      for (const chunk of chunks) if (chunk.type === 'usage') checkIntegers(chunk.usage);
    },
  );
}

function describeRelays(
  format: FormatUnderTest,
  client: ClientFormat,
  answers: readonly Exchange[],
  streams: readonly Exchange[],
): void {
  test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
    '%s: relayed it is the same JSON but for the model',
    (_, exchange) => {
      const response = format.upstream.decodeResponse(deepFreeze(exchange.body));
      expect(client.encodeResponse(response, context())).toEqual(format.withModel(exchange.body as JsonValue, MODEL));
    },
  );

  test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
    '%s: relayed it is the same events but for the model',
    (_, exchange) => {
      const encoder = client.openEncoder(context());
      const chunks = run(format, [Buffer.from(exchange.stream ?? '')]);
      const relayed = [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
      const expected = eventsOf(format, exchange).map((event) =>
        replaceData(event, (data) => format.withModel(data, MODEL)),
      );
      const { closingEvent } = format;
      if (closingEvent !== undefined && expected.at(-1)?.data !== closingEvent.data) expected.push(closingEvent);
      expect(relayed.map(parsed)).toEqual(expected.map(parsed));
    },
  );
}

function describeErrors(format: FormatUnderTest, errors: readonly Exchange[]): void {
  const classes = readRows<FailureClass>(format.recordings, 'failure-classes.json');

  test.each(errors.map((exchange) => [exchange.name, exchange] as const))(
    '%s: gives a class and a message',
    (_, exchange) => {
      const failure = format.upstream.decodeError(exchange.status, deepFreeze(exchange.body));
      expect(failure).toMatchObject({ status: exchange.status, unbilled: true });
      expect(failure.message.trim()).not.toBe('');
      expect(format.operation.classify(failure)).toBe(classes[exchange.file]);
    },
  );

  test.each(errors.map((exchange) => [exchange.name, exchange] as const))(
    '%s: a credential inside it is masked',
    (_, exchange) => {
      const secret = 'sk-proj-AbCdEf0123456789AbCdEf0123456789';
      const body = JSON.parse(
        JSON.stringify(exchange.body ?? '').replace(/"(message|detail)":"/g, `"$1":"key ${secret} `),
      ) as unknown;
      const texts = [body, typeof body === 'string' ? `${body} ${secret}` : JSON.stringify(body)];
      for (const text of texts)
        expect(JSON.stringify(format.upstream.decodeError(exchange.status, text))).not.toContain(secret);
    },
  );
}

function decode(format: FormatUnderTest, body: JsonObject): CanonicalRequest {
  return deepFreeze(unwrap(clientOf(format).decodeRequest({ body: deepFreeze(body), params: {}, query: {} })));
}

function encode(format: FormatUnderTest, body: JsonObject): JsonObject {
  return unwrap(format.upstream.encodeRequest(decode(format, body), deepFreeze(format.target))).body;
}

function unwrap<T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error },
): T {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

function clientOf({ client }: FormatUnderTest): ClientFormat {
  if (client === undefined) throw new Error('no client speaks this dialect');
  return client;
}

function requestOf(exchange: Exchange): JsonObject {
  if (exchange.request === undefined) throw new Error('no request was recorded');
  return exchange.request;
}

function context(): StreamContext {
  let issued = 0;
  return { now: 1_700_000_000_000, newId: () => `id-${++issued}`, requestedModel: MODEL, includeUsage: true };
}

function eventsOf(format: FormatUnderTest, exchange: Exchange): readonly WireEvent[] {
  const decoder = FRAMINGS[format.upstream.framing].openDecoder();
  return [...decoder.push(Buffer.from(exchange.stream ?? '')), ...decoder.end()];
}

function payloadsOf(format: FormatUnderTest, exchange: Exchange): readonly JsonValue[] {
  return eventsOf(format, exchange).flatMap((event) =>
    /^[[{]/.test(event.data) && event.data !== '[DONE]' ? [JSON.parse(event.data) as JsonValue] : [],
  );
}

function run(format: FormatUnderTest, pieces: readonly Uint8Array[]): readonly CanonicalChunk[] {
  const frames = FRAMINGS[format.upstream.framing].openDecoder();
  const decoder = format.upstream.openDecoder(context());
  const events = [...pieces.flatMap((piece) => frames.push(piece)), ...frames.end()];
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

function pushAll(format: FormatUnderTest, events: readonly WireEvent[]): readonly CanonicalChunk[] {
  const decoder = format.upstream.openDecoder(context());
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

/** Chunks without what repeats the wire: the raw event, the provider's own blocks. */
function dropWire(chunk: CanonicalChunk): unknown {
  if (chunk.type === 'wire' || chunk.type === 'opaque') return chunk.type;
  if (chunk.type === 'usage') return { ...chunk, usage: { ...chunk.usage, raw: undefined } };
  if (chunk.type === 'start') return { ...chunk, extra: undefined };
  return 'annotations' in chunk ? { ...chunk, annotations: undefined } : chunk;
}

/** An answer without what repeats the wire. */
function meaningOf(response: CanonicalResponse): unknown {
  const choices = response.choices.map((choice) => ({
    index: choice.index,
    finish: choice.finish,
    content: choice.content.map((part) =>
      part.type === 'opaque' ? part.type : { ...part, source: undefined, annotations: undefined },
    ),
  }));
  return { id: response.id, model: response.model, choices, usage: { ...response.usage, raw: undefined } };
}

/** Plants an unknown member in every object, but below members whose content is the user's own. */
function plant(value: JsonValue, owned: readonly string[]): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => plant(item, owned));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    member === undefined || owned.includes(name) ? member : plant(member, owned),
  ]);
  return { ...(Object.fromEntries(members) as JsonObject), x_unknown_member: { deep: [null, 'x', { y: 1 }] } };
}

function replaceData(event: WireEvent, change: (data: JsonValue) => JsonValue): WireEvent {
  if (!event.data.startsWith('{')) return event;
  return { ...event, data: JSON.stringify(change(JSON.parse(event.data) as JsonValue)) };
}

function parsed(event: WireEvent): unknown {
  return event.data.startsWith('{')
    ? { event: event.event, data: JSON.parse(event.data) as unknown }
    : { event: event.event, data: event.data };
}

function readRows<T>(folder: string, file: string): Readonly<Record<string, T>> {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Readonly<Record<string, T>>;
}

/** The member that a limit's path names. */
function readPath(body: JsonObject, field: string): JsonValue | undefined {
  return field
    .split('.')
    .reduce<JsonValue | undefined>((value, name) => (isJsonObject(value) ? value[name] : undefined), body);
}
