import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalResponse } from '@tollgate/canonical';
import { FRAMINGS } from '@tollgate/framing';
import { spokenDialect } from '../matrix/dialects.js';
import type { Exchange } from '../recordings.js';
import { anthropicTarget } from '../targets.js';
import { joinMessage, keepMessage, nextTurn } from './chat-client.js';
import { SEALED_ANSWER, SEALED_CONTENT } from './sealed-answer.js';
import { sealedBlocks } from './sealed-blocks.js';

const context = { now: 1_700_000_000_000, newId: () => 'id', requestedModel: 'public-name', includeUsage: true };
const anthropic = spokenDialect('anthropic-messages');
const chat = spokenDialect('openai-chat');
const sealed = anthropic.exchanges.filter(({ status }) => status < 400).filter((one) => sealedBlocks(one).length > 0);
const whole = sealed.filter(({ stream }) => stream === undefined);
const streamed = sealed.filter(({ stream }) => stream !== undefined);

describe('what Anthropic thought before it called a tool, through a chat client and back with the result', () => {
  it('is in recordings of both kinds, one of them with a call', () => {
    expect([whole.length > 0, streamed.length > 0]).toEqual([true, true]);
    expect(streamed.some((one) => nextTurn(streamedMessage(one)).at(-1)?.['role'] === 'tool')).toBe(true);
  });

  it.each(whole.map((one) => [one.name, one] as const))('stays byte for byte: %s', (_, exchange) => {
    const said = anthropic.upstream.decodeResponse(exchange.body);
    expectReturned(keepMessage(throughJson(chat.client.encodeResponse(said, context))), exchange);
  });

  it.each(streamed.map((one) => [one.name, one] as const))('stays byte for byte when streamed: %s', (_, exchange) => {
    expectReturned(streamedMessage(exchange), exchange);
  });

  it('stays where a call follows in a whole answer, a block that is sealed whole too', () => {
    const said: CanonicalResponse = anthropic.upstream.decodeResponse(SEALED_ANSWER);
    const turn = assistantTurn(keepMessage(throughJson(chat.client.encodeResponse(said, context))));
    expect(turn).toEqual(SEALED_CONTENT);
  });
});

/** The provider gets its blocks back as it gave them, ahead of everything else in the turn. */
function expectReturned(message: JsonObject, exchange: Exchange): void {
  const blocks = sealedBlocks(exchange);
  expect(assistantTurn(message).slice(0, blocks.length)).toEqual(blocks);
}

/** The assistant's turn at the provider when the client goes on. */
function assistantTurn(message: JsonObject): readonly JsonObject[] {
  const body = {
    model: 'public-name',
    max_tokens: 4000,
    thinking: { type: 'enabled', budget_tokens: 2000 },
    messages: [{ role: 'user', content: 'weather?' }, ...nextTurn(message)],
  };
  const decoded = chat.client.decodeRequest({ body: throughJson(body), params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const encoded = anthropic.upstream.encodeRequest(decoded.value, anthropicTarget);
  if (!encoded.ok) throw encoded.error;
  const turns = encoded.value.body['messages'] as readonly { readonly role: string; readonly content: JsonObject[] }[];
  return turns.find(({ role }) => role === 'assistant')?.content ?? [];
}

function streamedMessage({ stream = '' }: Exchange): JsonObject {
  const frames = FRAMINGS.sse.openDecoder();
  const decoder = anthropic.upstream.openDecoder(context);
  const encoder = chat.client.openEncoder(context);
  const events = [...frames.push(Buffer.from(stream)), ...frames.end()];
  const chunks = [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
  return joinMessage([...chunks.flatMap((chunk) => encoder.push(chunk)), ...encoder.end()]);
}

function throughJson(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
