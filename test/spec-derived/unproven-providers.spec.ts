import { FRAMINGS } from '@tollgate/framing';
import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalChunk, Target } from '@tollgate/canonical';
import { openaiChatClient, type StreamContext } from '@tollgate/formats';
import { type ProviderOperation, PROVIDERS } from '@tollgate/providers';
import { encodePath } from '@tollgate/upstream';
import { checkStreamGrammar, foldStream } from '../contract/fold-stream.js';
import { openaiTarget } from '../contract/targets.js';
import { DOCUMENTED_HOSTS, type DocumentedHost } from './hosts.js';

const UNPROVEN = PROVIDERS.filter(
  ({ unproven, adapters }) => unproven === true && adapters.chat?.format.id === 'openai-chat',
);
/** Values of parameters that are no numbers. */
const SAMPLES: Readonly<Record<string, JsonValue>> = {
  functions: [],
  function_call: 'auto',
  logit_bias: { '50256': -100 },
};
const CASES = UNPROVEN.map(({ id }) => [id, DOCUMENTED_HOSTS[id] ?? ({} as DocumentedHost)] as const);

it('every unproven provider of the dialect is tested from a page that says how it speaks, and no other stands here', () => {
  expect(Object.keys(DOCUMENTED_HOSTS).sort()).toEqual(UNPROVEN.map(({ id }) => id).sort());
  for (const { source } of Object.values(DOCUMENTED_HOSTS)) expect(source).toMatch(/^[a-z.-]+\.[a-z]+\//);
});

describe.each(CASES)('%s, as it is documented,', (id, host) => {
  it('is asked at its address, with a bearer key, its own name of the model and its own limit', () => {
    const [model, sent] = host.model ?? ['some/model', 'some/model'];
    const { chat, spec } = build(id, host, { max_tokens: 7 }, { model });
    expect(`${spec.origin}${encodePath(spec.path)}`).toBe(host.address);
    expect(JSON.parse(spec.body ?? '')).toEqual({
      model: sent,
      messages: [{ role: 'user', content: 'Hello!' }],
      [host.limitField]: 7,
    });
    expect(chat.sign(spec, { api_key: 'k-1' }, 0).headers['authorization']).toBe('Bearer k-1');
  });

  it('is asked for the usage of a stream', () => {
    const { spec } = build(id, host, { stream: true });
    expect(JSON.parse(spec.body ?? '')).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it('answers with a text, what it thought, and usage in disjoint buckets', () => {
    const response = chatOf(id).format.decodeResponse(answerOf(host));
    const [choice] = response.choices;
    const thought = host.reasoning === undefined ? [] : [{ type: 'reasoning', text: 'Hm.' }];
    expect(choice?.content).toMatchObject([...thought, { type: 'text', text: 'Hello there!' }]);
    expect(response.usage).toEqual({ ...host.buckets, raw: host.usage });
    const [told] = openaiChatClient.encodeResponse(response, context())['choices'] as unknown as readonly JsonObject[];
    expect(told?.['message']).toMatchObject({
      content: 'Hello there!',
      ...(host.reasoning !== undefined && { reasoning_content: 'Hm.' }),
    });
  });

  it('streams the same', () => {
    const chunks = decodeStream(chatOf(id), streamOf(host));
    checkStreamGrammar(chunks);
    const reasoning = host.reasoning === undefined ? '' : 'Hm.';
    expect(foldStream(chunks)).toMatchObject({ text: 'Hello there!', reasoning, finishes: ['stop'] });
    expect(chunks.flatMap((chunk) => (chunk.type === 'usage' ? [chunk.usage] : []))).toEqual([
      { ...host.buckets, raw: host.usage },
    ]);
  });

  it('tells an error that is understood', () => {
    const { status, body, failureClass } = host.error;
    const failure = chatOf(id).format.decodeError(status, body);
    expect(chatOf(id).classify(failure)).toBe(failureClass);
    expect(failure.message).not.toMatch(/no message$/);
  });
});

it.each(CASES.flatMap(([id, host]) => (host.refuses ?? []).map((name) => [id, name, host] as const)))(
  '%s is not sent %s, which it does not take',
  (id, name, host) => {
    const refused = tryBuild(id, host, { [name]: SAMPLES[name] ?? 0.5 });
    expect(refused.ok ? 'sent' : refused.error.message).toContain(`['${name}']`);
  },
);

function chatOf(id: string): ProviderOperation {
  const chat = PROVIDERS.find((provider) => provider.id === id)?.adapters.chat;
  if (chat === undefined) throw new Error(`${id} has no chat`);
  return chat;
}

function tryBuild(id: string, host: DocumentedHost, more: JsonObject, at: Partial<Target> = {}) {
  const body = { model: 'public', messages: [{ role: 'user', content: 'Hello!' }], ...more };
  const request = openaiChatClient.decodeRequest({ body, params: {}, query: {} });
  if (!request.ok) throw request.error;
  const apiBase = host.apiBase ?? PROVIDERS.find((provider) => provider.id === id)?.defaultApiBase ?? '';
  return chatOf(id).buildRequest(request.value, { ...openaiTarget, provider: id, apiBase, ...at }, undefined);
}

function build(id: string, host: DocumentedHost, more: JsonObject, at: Partial<Target> = {}) {
  const built = tryBuild(id, host, more, at);
  if (!built.ok) throw built.error;
  return { chat: chatOf(id), spec: built.value.spec };
}

function answerOf(host: DocumentedHost): JsonObject {
  const message = { role: 'assistant', content: 'Hello there!', ...thoughtOf(host) };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_741_569_952,
    model: 'some/model',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: host.usage,
    ...host.answer,
  };
}

function streamOf(host: DocumentedHost): string {
  const chunk = (more: JsonObject): JsonObject => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_741_569_952,
    model: 'some/model',
    ...more,
  });
  const delta = (said: JsonObject, finish: string | null = null): JsonObject =>
    chunk({ choices: [{ index: 0, delta: said, finish_reason: finish }] });
  const events = [
    delta({ role: 'assistant', content: '' }),
    ...(host.reasoning === undefined ? [] : [delta(thoughtOf(host))]),
    delta({ content: 'Hello' }),
    delta({ content: ' there!' }),
    delta({}, 'stop'),
    chunk({ choices: [], usage: host.usage }),
  ];
  return [...events.map((event) => JSON.stringify(event)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
}

function thoughtOf({ reasoning }: DocumentedHost): JsonObject {
  return reasoning === undefined ? {} : { [reasoning]: 'Hm.' };
}

function decodeStream({ format }: ProviderOperation, text: string): readonly CanonicalChunk[] {
  const frames = FRAMINGS[format.framing].openDecoder();
  const decoder = format.openDecoder(context());
  const events = [...frames.push(Buffer.from(text)), ...frames.end()];
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.end()];
}

function context(): StreamContext {
  let issued = 0;
  return { now: 1_700_000_000_000, newId: () => `id-${++issued}`, requestedModel: 'public', includeUsage: true };
}
