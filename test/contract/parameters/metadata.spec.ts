import type { JsonObject } from '@tollgate/kernel';
import {
  anthropicMessagesClient,
  geminiClient,
  openaiChatClient,
  openaiCompletionsClient,
  openaiEmbeddingsClient,
  openaiImagesClient,
  openaiModerationsClient,
  openaiResponsesClient,
  openaiSpeechClient,
  type ClientFormat,
} from '@tollgate/formats';
import { PROVIDERS, type ProviderOperation } from '@tollgate/providers';
import { targetOf } from '../targets.js';

const OPERATIONS = PROVIDERS.flatMap(({ id, adapters }) =>
  (['chat', 'responses'] as const).flatMap((name) => {
    const operation = adapters[name];
    return operation === undefined ? [] : [[`${id}, ${name}`, id, operation] as const];
  }),
);

const messages = [{ role: 'user', content: 'x' }];
const CHAT = { model: 'm', messages };
const CLIENTS: readonly (readonly [string, ClientFormat, JsonObject])[] = [
  ['chat completions', openaiChatClient, CHAT],
  ['text completions', openaiCompletionsClient, { model: 'm', prompt: 'x' }],
  ['the Responses API', openaiResponsesClient, { model: 'm', input: 'x' }],
];
const TEXTS = { task: 'summary' };
const NESTED = { ...TEXTS, eval: { nested: 1 } };
const TOO_MANY = Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`name${String(at)}`, 'value']));

function ask(client: ClientFormat, id: string, operation: ProviderOperation, body: JsonObject) {
  const decoded = client.decodeRequest({ body, params: { model: 'm' }, query: {} });
  if (!decoded.ok) throw decoded.error;
  const built = operation.buildRequest(decoded.value, targetOf(id), undefined);
  if (!built.ok) return { refused: built.error.param, status: built.error.status };
  const dropped = built.value.warnings.filter(({ code }) => code === 'dropped').map(({ path }) => path);
  return { sent: JSON.parse(built.value.spec.body ?? '{}') as JsonObject, dropped };
}

describe.each(OPERATIONS)("a caller's metadata at %s", (_title, id, operation) => {
  it.each(CLIENTS)('is refused by the pair that cannot be stored, where %s ask to store', (_name, client, base) => {
    const asked = [NESTED, TOO_MANY].map((metadata) => ask(client, id, operation, { ...base, store: true, metadata }));
    expect(asked).toEqual([
      { refused: 'metadata.eval', status: 400 },
      { refused: 'metadata.name16', status: 400 },
    ]);
  });

  it.each(CLIENTS)('is named by what of it cannot be stored, where %s ask for no storing', (_name, client, base) => {
    const asked = [NESTED, TOO_MANY].map((metadata) => ask(client, id, operation, { ...base, store: false, metadata }));
    expect(asked).toMatchObject([
      { dropped: expect.arrayContaining(['metadata.eval']) as unknown },
      { dropped: expect.arrayContaining(['metadata.name16']) as unknown },
    ]);
  });

  it.each(CLIENTS.slice(0, 2))('of %s is sent whole, or named', (_name, client, base) => {
    for (const store of [true, false]) {
      const { sent, dropped } = ask(client, id, operation, { ...base, store, metadata: TEXTS });
      expect([sent?.['metadata'], dropped?.includes('metadata')]).toEqual(
        sent?.['metadata'] === undefined ? [undefined, true] : [TEXTS, false],
      );
    }
  });

  it('has a wish to store beside it that a client of chat completions is told of, where it comes to nothing', () => {
    const { sent, dropped } = ask(openaiChatClient, id, operation, { ...CHAT, store: true });
    expect([sent?.['store'], dropped?.includes('store')]).toEqual(
      sent?.['store'] === true ? [true, false] : [undefined, true],
    );
  });

  it('of the Responses API is sent, or kept by the gateway with the answer as its wish to store is: neither is named', () => {
    const base = { model: 'm', input: 'x', metadata: TEXTS };
    for (const body of [{ ...base, store: true }, base]) {
      const { dropped } = ask(openaiResponsesClient, id, operation, body);
      expect(dropped).toEqual([]);
    }
  });

  it('that callbacks read is told to them: it is no loss where the provider is not told', () => {
    const { sent, dropped } = ask(openaiChatClient, id, operation, {
      ...CHAT,
      metadata: { trace_id: 't', tags: ['a'] },
    });
    expect([sent?.['metadata'], dropped]).toEqual([undefined, []]);
  });

  it.each([
    ['the Messages API', anthropicMessagesClient, { model: 'm', max_tokens: 99, messages }],
    ['generateContent', geminiClient, { contents: [{ role: 'user', parts: [{ text: 'x' }] }] }],
  ])('of %s is sent, or named', (_name, client, base) => {
    const { sent, dropped } = ask(client, id, operation, { ...base, metadata: { foo: 'bar' } });
    const isNamed = dropped?.some((path) => path === 'metadata' || path === 'metadata.foo');
    expect([sent?.['metadata'], isNamed]).toEqual(
      sent?.['metadata'] === undefined ? [undefined, true] : [{ foo: 'bar' }, false],
    );
  });
});

describe("an Anthropic client's metadata at Anthropic", () => {
  const anthropic = OPERATIONS.find(([, id]) => id === 'anthropic')?.[2];
  const base = { model: 'm', max_tokens: 99, messages };
  const at = (metadata: JsonObject) =>
    ask(anthropicMessagesClient, 'anthropic', anthropic as ProviderOperation, { ...base, metadata });

  it('is relayed as it was written', () => {
    for (const metadata of [{ user_id: 'u', extra: { a: 1 } }, { extra: 1, user_id: 'me@example.com' }, {}])
      expect(at(metadata)).toMatchObject({ sent: { metadata }, dropped: [] });
  });

  it('is relayed without what the gateway itself and its callbacks are told', () => {
    const told = { user_id: 'u', foo: 'bar' };
    const { sent, dropped } = at({ ...told, trace_id: 't', user_api_key_hash: 'h', requester_metadata: { a: 1 } });
    expect([sent?.['metadata'], dropped]).toEqual([told, ['metadata.trace_id']]);
  });
});

describe("a caller's metadata at what answers no conversation", () => {
  const clients = {
    embeddings: [openaiEmbeddingsClient, { input: 'x' }],
    moderation: [openaiModerationsClient, { input: 'x' }],
    image: [openaiImagesClient, { prompt: 'x' }],
    speech: [openaiSpeechClient, { input: 'x', voice: 'alloy' }],
  } as const;
  const operations = PROVIDERS.flatMap(({ id, adapters }) =>
    Object.entries(clients).flatMap(([name, client]) => {
      const operation = adapters[name as keyof typeof clients];
      return operation === undefined ? [] : [[`${id} ${name}`, id, operation, client] as const];
    }),
  );

  it('is there to be asked', () => {
    expect(operations.length).toBeGreaterThan(10);
  });

  it.each(operations)('is not sent, and named: %s', (_title, id, operation, [client, fields]) => {
    const asked = (metadata: JsonObject) => ask(client, id, operation, { model: 'm', ...fields, metadata });
    expect(asked({ team: 'blue' })).toMatchObject({ dropped: ['metadata'] });
    expect(asked({ team: 'blue' }).sent).not.toHaveProperty('metadata');
    expect(asked({ trace_id: 't' })).toMatchObject({ dropped: [] });
  });
});

describe.each(OPERATIONS)("a caller's metadata that is to be left out at %s", (_title, id, operation) => {
  it.each(CLIENTS)('is not judged by what could be kept of it: a client of %s', (_dialect, client, base) => {
    const asked = (path: string) =>
      ask(client, id, operation, { ...base, store: true, metadata: NESTED, additional_drop_params: [path] });
    expect(asked('metadata')).toMatchObject({
      sent: expect.not.objectContaining({ metadata: expect.anything() as unknown }) as unknown,
    });
    expect(asked('metadata').dropped).toContain('metadata');
    expect(asked('metadata.eval')).toMatchObject({ sent: expect.any(Object) as unknown });
  });
});
