import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk } from '@tollgate/canonical';
import { FRAMINGS } from '@tollgate/framing';
import { spokenDialect, type SpokenDialect } from '../matrix/dialects.js';
import type { Exchange } from '../recordings.js';
import { anthropicTarget, openaiTarget } from '../targets.js';
import { joinMessage, keepMessage, nextTurn } from './chat-client.js';
import { SEALED_ANSWER, SEALED_CONTENT } from './sealed-answer.js';

const context = { now: 1_700_000_000_000, newId: () => 'id', requestedModel: 'public-name', includeUsage: true };
const chat = spokenDialect('openai-chat');
const messages = spokenDialect('anthropic-messages');
const responses = spokenDialect('openai-responses');
const QUESTION = 'weather?';
const reasoner = { ...openaiTarget, model: 'gpt-5.1-codex' };

const sealed = responses.exchanges.filter((one) => one.status < 400 && thoughtsIn(outputOf(one)).length > 0);
const whole = sealed.filter(({ stream }) => stream === undefined);
const streamed = sealed.filter(({ stream }) => stream !== undefined);

describe('what a model of the Responses API thought, sealed, through a client of another dialect and back', () => {
  it('is in recordings of both kinds, some of them with a call', () => {
    expect([whole.length > 3, streamed.length > 1]).toEqual([true, true]);
    expect(whole.some((one) => outputOf(one).some(({ type }) => type === 'function_call'))).toBe(true);
  });

  it.each(whole.map((one) => [one.name, one] as const))('stays with a chat client: %s', (_, exchange) => {
    const said = responses.upstream.decodeResponse(exchange.body);
    expectReturned(throughChat(keepMessage(through(chat.client.encodeResponse(said, context)))), exchange);
  });

  it.each(streamed.map((one) => [one.name, one] as const))(
    'stays with a chat client when streamed: %s',
    (_, exchange) => {
      const encoder = chat.client.openEncoder(context);
      const events = [...decode(exchange).flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
      expectReturned(throughChat(joinMessage(events)), exchange);
    },
  );

  it.each(whole.map((one) => [one.name, one] as const))('stays with a messages client: %s', (_, exchange) => {
    const said = responses.upstream.decodeResponse(exchange.body);
    expectReturned(throughMessages(through(messages.client.encodeResponse(said, context))), exchange);
  });

  it.each(streamed.map((one) => [one.name, one] as const))(
    'stays with a messages client when streamed: %s',
    (_, exchange) => {
      const encoder = messages.client.openEncoder(context);
      const events = [...decode(exchange).flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
      const decoder = messages.upstream.openDecoder(context);
      const heard = [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
      const blocks = heard.filter((chunk) => chunk.type === 'reasoning-end');
      expect(blocks.map(({ encrypted }) => encrypted).filter((one) => one !== undefined)).toEqual(
        thoughtsIn(outputOf(exchange)).map((item) => item['encrypted_content']),
      );
    },
  );

  it('is never shown to Anthropic, which would refuse it', () => {
    const [exchange] = whole;
    const said = responses.upstream.decodeResponse(exchange?.body);
    const content = through(messages.client.encodeResponse(said, context))['content'] as readonly JsonObject[];
    const sent = encodeMessages(content, messages.upstream, anthropicTarget);
    expect(JSON.stringify(sent)).not.toMatch(/tollgate|thinking/);
  });
});

describe('what Anthropic thought, through a client of the Responses API and back', () => {
  it('stays byte for byte, streamed or whole', () => {
    const said = messages.upstream.decodeResponse(SEALED_ANSWER);
    const answer = through(responses.client.encodeResponse(said, context));
    const input = [
      { role: 'user', content: QUESTION },
      ...(answer['output'] as readonly JsonObject[]),
      { type: 'function_call_output', call_id: 'toolu_1', output: '21C' },
    ];
    const request = decodeRequest(responses, { model: 'public-name', input });
    const encoded = messages.upstream.encodeRequest(request, anthropicTarget);
    if (!encoded.ok) throw encoded.error;
    expect((encoded.value.body['messages'] as readonly JsonObject[])[1]?.['content']).toEqual(SEALED_CONTENT);
  });
});

/** Each thought comes back whole, before what it led to. */
function expectReturned(input: readonly JsonObject[], exchange: Exchange): void {
  const thoughts = thoughtsIn(outputOf(exchange));
  const sent = input.filter(({ type }) => type === 'reasoning');
  expect(sent.map((item) => [item['id'], item['encrypted_content'], textsOf(item)])).toEqual(
    thoughts.map((item) => [item['id'], item['encrypted_content'], textsOf(item)]),
  );
  const call = input.findIndex(({ type }) => type === 'function_call');
  if (call !== -1) expect(input.findIndex(({ type }) => type === 'reasoning')).toBeLessThan(call);
}

function throughChat(message: JsonObject): readonly JsonObject[] {
  const turns = [{ role: 'user', content: QUESTION }, ...nextTurn(message)];
  return inputOf(decodeRequest(chat, { model: 'public-name', messages: turns }));
}

function throughMessages(answer: JsonObject): readonly JsonObject[] {
  const content = answer['content'] as readonly JsonObject[];
  return inputOf(requestOfMessages(content));
}

function encodeMessages(
  content: readonly JsonObject[],
  upstream: SpokenDialect['upstream'],
  target: typeof anthropicTarget,
) {
  const encoded = upstream.encodeRequest(requestOfMessages(content), target);
  if (!encoded.ok) throw encoded.error;
  return encoded.value.body;
}

function requestOfMessages(content: readonly JsonObject[]) {
  const results = content
    .filter(({ type }) => type === 'tool_use')
    .map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: '21C' }));
  const turns = [
    { role: 'user', content: QUESTION },
    { role: 'assistant', content },
    { role: 'user', content: results.length > 0 ? results : 'Go on.' },
  ];
  return decodeRequest(messages, { model: 'public-name', max_tokens: 900, messages: turns });
}

function inputOf(request: ReturnType<typeof decodeRequest>): readonly JsonObject[] {
  const encoded = responses.upstream.encodeRequest(request, reasoner);
  if (!encoded.ok) throw encoded.error;
  return encoded.value.body['input'] as readonly JsonObject[];
}

function decodeRequest(client: SpokenDialect, body: JsonObject) {
  const decoded = client.client.decodeRequest({ body: through(body), params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
}

function decode({ stream = '' }: Exchange): readonly CanonicalChunk[] {
  const frames = FRAMINGS.sse.openDecoder();
  const decoder = responses.upstream.openDecoder(context);
  const events = [...frames.push(Buffer.from(stream)), ...frames.end()];
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

/** The items of a stream as they were told one by one: the provider seals a thought anew for the whole response at the end. */
function outputOf({ body, stream }: Exchange): readonly JsonObject[] {
  if (stream !== undefined) return itemsOf(stream);
  const output = isJsonObject(body) ? body['output'] : undefined;
  return Array.isArray(output) ? (output as readonly JsonValue[]).filter(isJsonObject) : [];
}

function itemsOf(stream: string): readonly JsonObject[] {
  const frames = FRAMINGS.sse.openDecoder();
  return [...frames.push(Buffer.from(stream)), ...frames.end()]
    .filter(({ event }) => event === 'response.output_item.done')
    .map(({ data }) => (JSON.parse(data) as JsonObject)['item'])
    .filter(isJsonObject);
}

function thoughtsIn(output: readonly JsonObject[]): readonly JsonObject[] {
  return output.filter((item) => item['type'] === 'reasoning' && typeof item['encrypted_content'] === 'string');
}

function textsOf(item: JsonObject): string {
  const parts = (item['summary'] ?? []) as readonly JsonObject[];
  return parts.map(({ text }) => text as string).join('\n\n');
}

function through(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
