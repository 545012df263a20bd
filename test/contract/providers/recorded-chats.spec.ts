import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FRAMINGS } from '@tollgate/framing';
import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalChunk, FailureClass, HttpRequestSpec, Target } from '@tollgate/canonical';
import { openaiChatClient, type StreamContext } from '@tollgate/formats';
import type { ProviderOperation } from '@tollgate/providers';
import { encodePath } from '@tollgate/upstream';
import { checkIntegers, compareUsage, type UsageRow } from '../compare-usage.js';
import { deepFreeze } from '../deep-freeze.js';
import { checkStreamGrammar, foldStream } from '../fold-stream.js';
import { normaliseRequest } from '../normalise-request.js';
import { openaiTarget } from '../targets.js';
import { readTraffic, type RecordedExchange } from './recorded-traffic.js';
import { REWRITTEN, SECOND_OPINION_DIFFERS } from './recorded-differences.js';

type Chat = RecordedExchange & { readonly chat: ProviderOperation };

/** Chat completions recorded at the providers that speak OpenAI's dialect, each judged by the adapter of its own provider. */
const CHATS = readTraffic().flatMap((exchange): readonly Chat[] => {
  const { chat } = exchange.provider.adapters;
  return chat?.format.id === 'openai-chat' && isOfChat(exchange) ? [{ ...exchange, chat }] : [];
});
const ASKED = CHATS.filter(({ url, request }) => url !== undefined && request !== undefined);
const ANSWERS = CHATS.filter(({ status, stream }) => status === 200 && stream === undefined);
const STREAMS = CHATS.filter(({ stream }) => stream !== undefined);
const ERRORS = CHATS.filter(({ status }) => status >= 400);

const titled = (exchanges: readonly Chat[]): readonly (readonly [string, Chat])[] =>
  exchanges.map((exchange) => [`${exchange.provider.id} ${exchange.name}`, exchange]);

describe('a recorded request, decoded and built again', () => {
  it.each(titled(ASKED.filter(({ status }) => status < 400)))('is the same, at the same address: %s', (_, exchange) => {
    const { origin, path: segments, body } = build(exchange);
    expect(`${origin}${encodePath(segments)}`).toBe(`${exchange.url?.origin ?? ''}${exchange.url?.pathname ?? ''}`);
    const rewritten = Object.keys(REWRITTEN[exchange.provider.id] ?? {});
    const sent = JSON.parse(body ?? '') as JsonObject;
    expect(without(sent, rewritten)).toEqual(without(expectedOf(exchange), rewritten));
  });
});

describe('a recorded answer', () => {
  it.each(titled(ANSWERS))('has usage in whole numbers, as a third party reads it: %s', (_, exchange) => {
    const { usage } = exchange.chat.format.decodeResponse(exchange.body);
    if (usage === undefined) throw new Error('no usage was read');
    checkIntegers(usage);
    const row = rowOf(exchange);
    const differs = SECOND_OPINION_DIFFERS[`${exchange.provider.id}/${exchange.file}`];
    expect(row === undefined).toBe(differs?.none === true);
    if (row !== undefined) compareUsage(usage, row, differs !== undefined);
  });

  it.each(titled(ANSWERS))('is one that OpenAI’s own libraries read: %s', (_, exchange) => {
    const response = exchange.chat.format.decodeResponse(deepFreeze(exchange.body));
    const told = openaiChatClient.encodeResponse(response, context());
    for (const { message } of told['choices'] as readonly { message: JsonObject }[]) checkMessage(message);
  });
});

describe('a recorded stream', () => {
  it.each(titled(STREAMS))('opens, fills, closes, finishes and ends: %s', (_, exchange) => {
    const chunks = decodeStream(exchange);
    checkStreamGrammar(chunks);
    expect(foldStream(chunks).finishes.length).toBeGreaterThan(0);
  });

  it.each(titled(STREAMS))('is relayed in events that OpenAI’s own libraries read: %s', (_, exchange) => {
    const encoder = openaiChatClient.openEncoder(context());
    const events = [...decodeStream(exchange).flatMap((chunk) => encoder.push(chunk)), ...encoder.end()];
    const payloads = events.filter(({ data }) => data !== '[DONE]').map(({ data }) => JSON.parse(data) as JsonObject);
    for (const { choices } of payloads)
      for (const { delta } of (choices ?? []) as unknown as readonly { delta: JsonObject }[]) checkMessage(delta);
    expect(events.at(-1)?.data).toBe('[DONE]');
  });

  it.each(titled(STREAMS.filter(({ stream }) => /"usage":\s*\{/.test(stream ?? ''))))(
    'tells its usage: %s',
    (_, exchange) => {
      const usage = decodeStream(exchange).flatMap((chunk) => (chunk.type === 'usage' ? [chunk.usage] : []));
      expect(usage.length).toBeGreaterThan(0);
      for (const one of usage) checkIntegers(one);
    },
  );
});

describe('a recorded error', () => {
  it.each(titled(ERRORS))('has a class and a message: %s', (_, exchange) => {
    const failure = exchange.chat.format.decodeError(exchange.status, exchange.body);
    const classes = JSON.parse(readFileSync(path.join(exchange.folder, 'failure-classes.json'), 'utf8')) as JsonObject;
    expect(exchange.chat.classify(failure)).toBe(classes[exchange.file] as FailureClass);
    expect(failure.message.trim()).not.toBe('');
  });
});

it('has recordings of every kind', () => {
  expect([ASKED, ANSWERS, STREAMS, ERRORS].map(({ length }) => length > 10)).toEqual([true, true, true, true]);
});

/** An error of another operation of the same provider has the same form. */
function isOfChat({ folder, url, status }: RecordedExchange): boolean {
  if (folder.includes('formats')) return folder.includes('openai-chat');
  return status >= 400 || url?.pathname.endsWith('/chat/completions') === true;
}

function build({ request, chat, provider, url }: Chat): HttpRequestSpec {
  const decoded = openaiChatClient.decodeRequest({ body: deepFreeze(request ?? {}), params: {}, query: {} });
  if (!decoded.ok) throw decoded.error;
  const model = request?.['model'];
  const target: Target = {
    ...openaiTarget,
    provider: provider.id,
    model: typeof model === 'string' ? model : '',
    apiBase: `${url?.origin ?? ''}${url?.pathname ?? ''}`.replace(/\/chat\/completions$/, ''),
  };
  const built = chat.buildRequest(deepFreeze(decoded.value), deepFreeze(target), undefined);
  if (!built.ok) throw built.error;
  return built.value.spec;
}

/** A stream that was recorded without a wish for usage is asked for it all the same, where the provider takes the wish. */
function expectedOf({ request, chat, provider }: Chat): JsonObject {
  const { stream_options: options, ...body } = normaliseRequest(request ?? {});
  const asks = options !== undefined && !(provider.id in UNASKED);
  expect(chat.format.id).toBe('openai-chat');
  return asks ? { ...body, stream_options: options } : body;
}

/** Tell the usage of a stream unasked, and refuse to be asked. */
const UNASKED: Readonly<Record<string, true>> = { mistral: true };

function without(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

function rowOf({ folder, file, index }: Chat): UsageRow | undefined {
  const rows = JSON.parse(readUsage(folder)) as Readonly<Record<string, readonly UsageRow[]>>;
  return rows[file]?.find(({ exchange }) => exchange === index);
}

function readUsage(folder: string): string {
  try {
    return readFileSync(path.join(folder, 'usage.json'), 'utf8');
  } catch {
    return '{}';
  }
}

/** `content` is a text or nothing, and what was thought stands where LiteLLM's clients look for it. */
function checkMessage(message: JsonObject): void {
  const { content, reasoning, reasoning_content: thought } = message;
  expect([content ?? '', typeof (content ?? '')]).toEqual([content ?? '', 'string']);
  if (typeof reasoning === 'string' && reasoning !== '') expect(thought).toBe(reasoning);
}

function decodeStream({ chat, stream }: Chat): readonly CanonicalChunk[] {
  const frames = FRAMINGS[chat.format.framing].openDecoder();
  const decoder = chat.format.openDecoder(context());
  const events = [...frames.push(Buffer.from(stream ?? '')), ...frames.end()];
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

function context(): StreamContext {
  let issued = 0;
  return { now: 1_700_000_000_000, newId: () => `id-${++issued}`, requestedModel: 'public', includeUsage: true };
}
