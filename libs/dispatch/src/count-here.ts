import { isJsonObject, succeed } from '@tollgate/kernel';
import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { boundCount, DecodeError } from '@tollgate/formats';
import { estimateBound, type TokenCounter } from '@tollgate/metering';
import type { ProviderAdapter, ProviderOperation } from '@tollgate/providers';

/** A provider and the operation of it that serves a request. */
export interface Serving {
  readonly provider: ProviderAdapter;
  readonly operation: ProviderOperation;
}

/**
 * Counts the tokens of a chat in this process, for a provider that has no endpoint for it: the same walk with an answer of our own, which
 * says that it is one. undefined where the provider serves no chat.
 */
export function countHere(provider: ProviderAdapter, count: TokenCounter): Serving | undefined {
  const chat = provider.adapters.chat;
  if (chat === undefined) return undefined;
  const operation: ProviderOperation = {
    ...chat,
    outputLimit: 'none',
    format: { ...chat.format, boundUsage: boundCount, decodeResponse: decodeCount },
    buildRequest: (request, target) => {
      const { origin, pathname } = new URL(target.apiBase);
      const path = pathname.split('/').filter((segment) => segment !== '');
      const body = JSON.stringify({ input_tokens: tokensOf(chat, request, target, count) });
      return succeed({
        spec: { method: 'POST', origin, path, headers: {}, body },
        warnings: [],
        outputLimit: undefined,
      });
    },
    sign: (spec) => spec,
  };
  const inProcess: ProviderAdapter['inProcess'] = ({ body }) => ({ status: 200, headers: {}, body: [body ?? ''] });
  return { provider: { ...provider, inProcess }, operation };
}

/** Pictures count with their documented maximum, as they do where money is held for them. */
function tokensOf(chat: ProviderOperation, request: CanonicalRequest, { model }: Target, count: TokenCounter): number {
  const bound = chat.format.boundUsage({ ...request, operation: 'chat' });
  return estimateBound({ bound, model, facts: {}, price: undefined, count, defaultMaxOutputTokens: 1 }).inputTokens;
}

function decodeCount(body: unknown) {
  const tokens = isJsonObject(body) ? body['input_tokens'] : undefined;
  if (typeof tokens !== 'number') throw new DecodeError('openai-chat', 'no count');
  const result = { kind: 'token-count', inputTokens: tokens, counted: true } as const;
  return { id: '', model: '', choices: [], result };
}
