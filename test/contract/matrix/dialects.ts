import path from 'node:path';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, FormatId, Target } from '@tollgate/canonical';
import {
  anthropicMessagesClient,
  geminiClient,
  geminiStreamClient,
  openaiChatClient,
  openaiCompletionsClient,
  openaiResponsesClient,
  type ClientFormat,
  type UpstreamFormat,
} from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { readRecordings, type Exchange } from '../recordings.js';
import { anthropicTarget, geminiTarget, ollamaTarget, openaiTarget, textCompletionTarget } from '../targets.js';

/** A dialect with its sides and what was recorded of it. */
export interface Dialect {
  /** Absent for a dialect that only providers speak. */
  readonly client?: ClientFormat;
  /** Where the address says that an answer is streamed, and not the body: the client of that address. */
  readonly streamClient?: ClientFormat;
  readonly upstream: UpstreamFormat;
  readonly targetOf: (request: CanonicalRequest) => Target;
  readonly exchanges: readonly Exchange[];
}

const FORMATS = path.join(__dirname, '../../../libs/formats/src');

/** A dialect with both its sides. */
export type SpokenDialect = Dialect & { readonly client: ClientFormat };

/** Every dialect that clients and providers speak; losses that a client may allow are dropped, to be compared. */
export const DIALECTS: readonly Dialect[] = [
  {
    client: openaiChatClient,
    upstream: upstreamOf('openai'),
    // a wish to think has a place at a model that thinks; such a model takes no temperature and gives no log probabilities
    targetOf: ({ reasoning }) => ({
      ...openaiTarget,
      dropParams: true,
      model: reasoning?.enabled === true ? 'gpt-5' : 'gpt-4o',
    }),
    exchanges: readRecordings(path.join(FORMATS, 'openai-chat/__recordings__'), { terminator: 'data: [DONE]\n\n' }),
  },
  {
    client: anthropicMessagesClient,
    upstream: upstreamOf('anthropic'),
    targetOf: () => ({ ...anthropicTarget, dropParams: true }),
    exchanges: readRecordings(path.join(FORMATS, 'anthropic-messages/__recordings__'), { eventName }),
  },
  {
    client: openaiCompletionsClient,
    upstream: upstreamOf('text-completion-openai'),
    targetOf: () => ({ ...textCompletionTarget, dropParams: true }),
    exchanges: readRecordings(path.join(FORMATS, 'openai-completions/__recordings__')),
  },
  {
    upstream: upstreamOf('ollama_chat'),
    targetOf: () => ({ ...ollamaTarget, dropParams: true }),
    exchanges: readRecordings(path.join(FORMATS, 'ollama-chat/__recordings__')),
  },
  {
    client: openaiResponsesClient,
    upstream: upstreamOf('openai', 'responses'),
    targetOf: ({ reasoning }) => ({
      ...openaiTarget,
      dropParams: true,
      model: reasoning?.enabled === true ? 'gpt-5.1' : 'gpt-4o',
    }),
    exchanges: readRecordings(path.join(FORMATS, 'openai-responses/__recordings__'), { eventName }),
  },
  {
    client: geminiClient,
    streamClient: geminiStreamClient,
    upstream: upstreamOf('gemini'),
    targetOf: () => ({ ...geminiTarget, dropParams: true }),
    exchanges: readRecordings(path.join(FORMATS, 'gemini/__recordings__')),
  },
];

/** Those of them that clients speak too. */
export const SPOKEN_DIALECTS: readonly SpokenDialect[] = DIALECTS.filter(
  (dialect): dialect is SpokenDialect => dialect.client !== undefined,
);

/** The one of this name; throws where there is none. */
export function spokenDialect(id: FormatId): SpokenDialect {
  const found = SPOKEN_DIALECTS.find(({ client }) => client.id === id);
  if (found === undefined) throw new Error(`no dialect ${id}`);
  return found;
}

function upstreamOf(provider: string, name: 'chat' | 'responses' = 'chat'): UpstreamFormat {
  const operation = PROVIDERS.find(({ id }) => id === provider)?.adapters[name];
  if (operation === undefined) throw new Error(`${provider} has no operation ${name}`);
  return operation.format;
}

function eventName(data: JsonValue): string | undefined {
  return isJsonObject(data) && typeof data['type'] === 'string' ? data['type'] : undefined;
}
