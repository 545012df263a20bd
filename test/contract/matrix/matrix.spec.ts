import { GatewayError, type CanonicalChunk, type CanonicalRequest, type WireEvent } from '@tollgate/canonical';
import { FRAMINGS } from '@tollgate/framing';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { deepFreeze } from '../deep-freeze.js';
import type { Exchange } from '../recordings.js';
import { checkEmitted } from '../schemas/openai-definitions.js';
import { aspectsOfAnswer } from './aspects-of-answer.js';
import { aspectsOfRequest } from './aspects-of-request.js';
import { assemble } from './assemble.js';
import { DIALECTS, type Dialect, SPOKEN_DIALECTS, type SpokenDialect } from './dialects.js';
import { EXPECTED_LOSSES, expectedLosses, findLosses, type ExpectedLoss } from './losses.js';
import { checkWire, checkWireStream } from './check-wire.js';

const context = { now: 1_700_000_000_000, newId: () => 'id', requestedModel: 'public-name', includeUsage: true };
const pairs = SPOKEN_DIALECTS.flatMap((client) => DIALECTS.map((provider) => ({ client, provider })));

describe.each(pairs.map((pair) => [pair.client.client.id, pair.provider.upstream.id, pair] as const))(
  'a client of %s at a provider of %s',
  (clientId, providerId, { client, provider }) => {
    const foreign = clientId !== providerId;
    const answers = provider.exchanges.filter(isAnswer);
    const streams = provider.exchanges.filter(isStream);
    const errors = provider.exchanges.filter(({ status }) => status >= 400);
    const requests = client.exchanges.filter(isRequest);

    test('has something to compare', () => {
      for (const list of [answers, streams, errors, requests]) expect(list.length).toBeGreaterThan(0);
    });

    test.each(requests.map((exchange) => [exchange.name, exchange] as const))(
      '%s: the provider is asked what the client asks',
      (name, exchange) => {
        const sent = decodeRequest(client, exchange.request ?? {}, exchange.stream !== undefined);
        expect(lossesOfRequest(provider, sent)).toEqual(expectedLosses(clientId, providerId, 'request', name));
      },
    );

    test.each(answers.map((exchange) => [exchange.name, exchange] as const))(
      '%s: the client reads what the provider says',
      (name, exchange) => {
        const said = provider.upstream.decodeResponse(deepFreeze(exchange.body));
        const wire = client.client.encodeResponse(deepFreeze(said), context);
        if (foreign) checkWire(clientId, 'answer', wire);
        const heard = client.upstream.decodeResponse(throughJson(wire));
        expect(findLosses(aspectsOfAnswer(said), aspectsOfAnswer(heard))).toEqual(
          expectedLosses(providerId, clientId, 'answer', name),
        );
      },
    );

    test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
      '%s: the client hears what the provider streams',
      (name, exchange) => {
        const chunks = decodeStream(provider, exchange);
        const events = encodeStream(client, chunks);
        if (foreign) checkWireStream(clientId, events);
        const said = aspectsOfAnswer(assemble(chunks));
        const heard = aspectsOfAnswer(assemble(pushAll(client, events)));
        expect(findLosses(said, heard)).toEqual(expectedLosses(providerId, clientId, 'stream', name));
      },
    );

    if (foreign) {
      test.each(streams.map((exchange) => [exchange.name, exchange] as const))(
        '%s: streamed or whole, the client gets the same',
        (name, exchange) => {
          const chunks = decodeStream(provider, exchange);
          const streamed = assemble(pushAll(client, encodeStream(client, chunks)));
          const whole = client.upstream.decodeResponse(
            throughJson(client.client.encodeResponse(assemble(chunks), context)),
          );
          const losses = findLosses(aspectsOfAnswer(whole), aspectsOfAnswer(streamed));
          expect(losses).toEqual(expectedLosses(providerId, clientId, 'streamed-or-whole', name));
        },
      );
    }

    test.each(errors.map((exchange) => [exchange.name, exchange] as const))(
      "%s: the provider's error is one of the client's dialect",
      (_, exchange) => {
        const failure = provider.upstream.decodeError(exchange.status, exchange.body);
        const error = new GatewayError('upstream_error', {
          message: failure.message,
          status: exchange.status,
          upstream: failure,
        });
        const { status, body } = client.client.encodeError(error);
        checkWire(clientId, 'error', body);
        expect([status, JSON.stringify(body)]).toEqual([
          exchange.status,
          expect.stringContaining(JSON.stringify(failure.message)),
        ]);
        for (const event of client.client.encodeStreamError(error))
          checkWire(clientId, 'error', JSON.parse(event.data));
      },
    );
  },
);

describe('the list of losses', () => {
  const groups = EXPECTED_LOSSES.map(
    (loss) => [`${loss.from} to ${loss.to}, ${loss.kind}: ${loss.aspect}`, loss] as const,
  );

  // an entry that a comparison looks up and does not find fails there; this one sees to it that each is looked up
  test.each(groups)('%s has a reason, and only recordings in which it is looked for', (_, loss) => {
    expect(loss.reason.length).toBeGreaterThan(10);
    expect(loss.recordings.length).toBeGreaterThan(0);
    expect(loss.from === loss.to && loss.kind === 'streamed-or-whole').toBe(false);
    const compared = recordingsOf(loss).map(({ name }) => name);
    for (const recording of loss.recordings) expect(compared).toContain(recording);
  });

  test('no loss is listed twice', () => {
    expect(new Set(groups.map(([title]) => title)).size).toBe(groups.length);
  });

  test('where client and provider speak the same dialect nothing is lost', () => {
    expect(EXPECTED_LOSSES.filter(({ from, to }) => from === to)).toEqual([]);
  });
});

function recordingsOf({ from, to, kind }: ExpectedLoss): readonly Exchange[] {
  if (!DIALECTS.some(({ upstream }) => upstream.id === to)) return [];
  const exchanges = DIALECTS.find(({ upstream }) => upstream.id === from)?.exchanges ?? [];
  switch (kind) {
    case 'request':
      return exchanges.filter(isRequest);
    case 'answer':
      return exchanges.filter(isAnswer);
    case 'stream':
    case 'streamed-or-whole':
      return exchanges.filter(isStream);
    default:
      return [];
  }
}

function isRequest({ request, status }: Exchange): boolean {
  return request !== undefined && status < 400;
}

function isAnswer({ status, stream }: Exchange): boolean {
  return status < 400 && stream === undefined;
}

function isStream({ stream }: Exchange): boolean {
  return stream !== undefined;
}

function decodeRequest({ client, streamClient }: SpokenDialect, body: JsonObject, stream: boolean): CanonicalRequest {
  const speaker = stream ? (streamClient ?? client) : client;
  const decoded = speaker.decodeRequest({ body: deepFreeze(body), params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return deepFreeze(decoded.value);
}

/** In what aspects the provider is asked something else; a request that it cannot be asked at all is lost as a whole. */
function lossesOfRequest(provider: Dialect, sent: CanonicalRequest): readonly string[] {
  const encoded = provider.upstream.encodeRequest(sent, provider.targetOf(sent));
  if (!encoded.ok) return ['refused'];
  if (sent.format !== provider.upstream.id) checkEmitted(provider.upstream.id, 'request', encoded.value.body);
  // what no client says cannot be read again: the spec of such a dialect says what it asks
  if (!isSpoken(provider)) return [];
  const arrived = decodeRequest(provider, throughJson(encoded.value.body) as JsonObject, sent.stream);
  return findLosses(aspectsOfRequest(sent), aspectsOfRequest(arrived));
}

function isSpoken(dialect: Dialect): dialect is SpokenDialect {
  return dialect.client !== undefined;
}

function decodeStream(dialect: Dialect, exchange: Exchange): readonly CanonicalChunk[] {
  const frames = FRAMINGS[dialect.upstream.framing].openDecoder();
  return pushAll(dialect, [...frames.push(Buffer.from(exchange.stream ?? '')), ...frames.end()]);
}

function pushAll(dialect: Dialect, events: readonly WireEvent[]): readonly CanonicalChunk[] {
  const decoder = dialect.upstream.openDecoder(context);
  return deepFreeze([...events.flatMap((event) => decoder.push(event)), ...decoder.end()]);
}

function encodeStream(dialect: SpokenDialect, chunks: readonly CanonicalChunk[]): readonly WireEvent[] {
  const encoder = dialect.client.openEncoder(context);
  return [...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
}

function throughJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
