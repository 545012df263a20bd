import type { CanonicalRequest, Target } from '@tollgate/canonical';
import {
  anthropicMessagesClient,
  type ClientFormat,
  geminiClient,
  openaiChatClient,
  openaiResponsesClient,
} from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { PROVIDERS, selectOperation } from '@tollgate/providers';
import { anthropicTarget, geminiTarget, ollamaTarget, openaiTarget, textCompletionTarget } from '../targets.js';

const schema = {
  type: 'object',
  properties: { city: { type: 'string', description: 'IN-THE-SCHEMA' } },
  required: ['city'],
};
const answer = { type: 'object', properties: { b: { type: 'string', description: 'IN-THE-ANSWER' } } };
const messages = [{ role: 'user', content: 'x' }];

interface Client {
  readonly format: ClientFormat;
  readonly body: JsonObject;
  readonly params?: Readonly<Record<string, string>>;
}

/** One request in each client's dialect: every word in capitals and every odd number says where it stands. */
const CLIENTS: Readonly<Record<string, Client>> = {
  chat: {
    format: openaiChatClient,
    body: {
      messages,
      temperature: 0.123,
      user: 'IN-USER',
      seed: 4321,
      tools: [{ type: 'function', function: { name: 'w', description: 'IN-THE-TOOL', parameters: schema } }],
      response_format: { type: 'json_schema', json_schema: { name: 'a', schema: answer } },
    },
  },
  responses: {
    format: openaiResponsesClient,
    body: {
      input: 'x',
      temperature: 0.123,
      user: 'IN-USER',
      tools: [{ type: 'function', name: 'w', description: 'IN-THE-TOOL', parameters: schema }],
      text: { format: { type: 'json_schema', name: 'a', schema: answer } },
    },
  },
  messages: {
    format: anthropicMessagesClient,
    body: {
      messages,
      max_tokens: 99,
      temperature: 0.123,
      metadata: { user_id: 'IN-USER' },
      tools: [{ name: 'w', description: 'IN-THE-TOOL', input_schema: schema }],
    },
  },
  gemini: {
    format: geminiClient,
    params: { model: 'm' },
    body: {
      contents: [{ role: 'user', parts: [{ text: 'x' }] }],
      generationConfig: { temperature: 0.123, seed: 4321 },
      tools: [{ functionDeclarations: [{ name: 'w', description: 'IN-THE-TOOL', parameters: schema }] }],
    },
  },
};

const TARGETS: Readonly<Record<string, Target>> = {
  'openai chat': { ...openaiTarget, upstreamOperation: 'chat' },
  'openai responses': { ...openaiTarget, upstreamOperation: 'responses' },
  anthropic: anthropicTarget,
  gemini: geminiTarget,
  ollama: ollamaTarget,
  'text completions': textCompletionTarget,
};

/** A path as LiteLLM's users write it, and what stands there. */
const PATHS = [
  ['temperature', '0.123'],
  ['user', 'IN-USER'],
  ['seed', '4321'],
  ['tools[*].function.description', 'IN-THE-TOOL'],
  ['tools[0].function.parameters.properties.city.description', 'IN-THE-SCHEMA'],
  ['response_format.json_schema.schema.properties.b', 'IN-THE-ANSWER'],
  ['response_format', 'IN-THE-ANSWER'],
] as const;

const CASES = Object.keys(CLIENTS).flatMap((client) => Object.keys(TARGETS).map((target) => [client, target] as const));

describe.each(CASES)('additional_drop_params of a %s client at %s', (clientName, targetName) => {
  const { format, body, params = {} } = CLIENTS[clientName] as Client;
  const target = TARGETS[targetName] as Target;
  const build = (members: JsonObject, at: Partial<Target> = {}) => {
    const decoded = format.decodeRequest({ body: { model: 'm', ...body, ...members }, params, query: {} });
    if (!decoded.ok) throw decoded.error;
    return bytesOf(decoded.value, { ...target, dropParams: true, ...at });
  };
  const sent = build({}).text;

  it.each(PATHS.filter(([, word]) => sent.includes(word)))('leaves out %s and names it', (path, word) => {
    for (const dropped of [build({ additional_drop_params: [path] }), build({}, { additionalDropParams: [path] })]) {
      expect(dropped.text).not.toContain(word);
      expect(dropped.named).toContain(path);
    }
  });

  it('names nothing that is not there, and changes nothing then', () => {
    const dropped = build({ additional_drop_params: ['top_k', 'tools[7].function.strict', 'a.b[0]'] });
    expect(dropped.text).toBe(sent);
    expect(dropped.named.filter((path) => /top_k|tools\[7\]|a\.b/.test(path))).toEqual([]);
  });
});

function bytesOf(request: CanonicalRequest, target: Target) {
  const provider = PROVIDERS.find(({ id }) => id === target.provider);
  const operation = provider && selectOperation(provider, request, target, {});
  const built = operation?.buildRequest(request, target, undefined);
  if (built?.ok !== true) throw built?.error ?? new Error(`nobody serves ${target.provider}`);
  return {
    text: built.value.spec.body ?? '',
    named: built.value.warnings.filter(({ code }) => code === 'dropped').map(({ path }) => path),
  };
}
