import path from 'node:path';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { anthropicMessagesClient, openaiChatClient, type ClientFormat, type UpstreamFormat } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { readRecordings, type Exchange } from '../recordings.js';
import { anthropicTarget, openaiTarget } from '../targets.js';

/** A dialect with both its sides and what was recorded of it. */
export interface Dialect {
  readonly client: ClientFormat;
  readonly upstream: UpstreamFormat;
  readonly targetOf: (request: CanonicalRequest) => Target;
  readonly exchanges: readonly Exchange[];
}

const FORMATS = path.join(__dirname, '../../../libs/formats/src');

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
];

function upstreamOf(provider: string): UpstreamFormat {
  const operation = PROVIDERS.find(({ id }) => id === provider)?.adapters.chat;
  if (operation === undefined) throw new Error(`${provider} has no chat operation`);
  return operation.format;
}

function eventName(data: JsonValue): string | undefined {
  return isJsonObject(data) && typeof data['type'] === 'string' ? data['type'] : undefined;
}
