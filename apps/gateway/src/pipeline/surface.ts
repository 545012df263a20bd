import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { type ClientFormat, anthropicMessagesClient, openaiChatClient } from '@tollgate/formats';
import type { Operation } from '@tollgate/canonical';

/** What a client surface is, beside its route: a dialect and an operation. */
export interface Surface {
  readonly id: 'chat-completions' | 'messages';
  readonly format: ClientFormat;
  readonly operation: Operation;
  /** LiteLLM's `call_type`, which callbacks and dashboards know. */
  readonly callType: string;
  /** Headers of the dialect that its provider has to see. */
  readonly clientHeaders: readonly string[];
  /** LiteLLM's default timeout of the route, which it tells with errors (recordings `chat-provider-errors`, `messages-provider-errors`). */
  readonly timeoutSecondsShown: number;
}

export const SURFACES: Readonly<Record<Surface['id'], Surface>> = {
  'chat-completions': {
    id: 'chat-completions',
    format: openaiChatClient,
    operation: 'chat',
    callType: 'acompletion',
    clientHeaders: [],
    timeoutSecondsShown: 6000,
  },
  messages: {
    id: 'messages',
    format: anthropicMessagesClient,
    operation: 'chat',
    callType: 'anthropic_messages',
    clientHeaders: ['anthropic-beta', 'anthropic-version'],
    timeoutSecondsShown: 600,
  },
};

/** What callbacks are shown of a request: its turns and tools as the client wrote them. */
export function inputText(body: JsonObject): JsonValue {
  const shown: Record<string, JsonValue> = {};
  for (const member of ['messages', 'system', 'tools', 'functions'] as const) {
    const value = body[member];
    if (value !== undefined) shown[member] = value;
  }
  return shown;
}
