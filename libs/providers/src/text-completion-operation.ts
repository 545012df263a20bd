import { succeed, type JsonObject } from '@tollgate/kernel';
import { openaiCompletionsUpstream } from '@tollgate/formats';
import type { ProviderOperation } from './adapter.js';
import { classifyOpenaiFailure } from './classify-openai-failure.js';
import { buildHeaders, signBearer } from './openai-chat-operation.js';
import { splitApiBase } from './split-api-base.js';

/** Legacy text completions at an OpenAI-compatible host: `<api base>/completions`, bearer key. */
export function textCompletionOperation(): ProviderOperation {
  return {
    format: openaiCompletionsUpstream,
    outputLimit: { field: 'max_tokens', siblings: [], minimum: 1, coversReasoning: true },
    buildRequest: (request, target, outputTokensMax) => {
      const encoded = openaiCompletionsUpstream.encodeRequest(request, target);
      if (!encoded.ok) return encoded;
      const body = limitOutput(encoded.value.body, outputTokensMax);
      const { max_tokens: limit } = body;
      return succeed({
        spec: {
          method: 'POST',
          ...splitApiBase(target.apiBase, ['completions']),
          headers: buildHeaders(target, request),
          body: JSON.stringify(body),
        },
        warnings: encoded.value.warnings,
        outputLimit: typeof limit === 'number' ? limit : undefined,
      });
    },
    sign: signBearer,
    classify: classifyOpenaiFailure,
  };
}

/** Never above what the operator's own parameters say. */
function limitOutput(body: JsonObject, outputTokensMax: number | undefined): JsonObject {
  if (outputTokensMax === undefined) return body;
  const { max_tokens: own } = body;
  return { ...body, max_tokens: typeof own === 'number' ? Math.min(own, outputTokensMax) : outputTokensMax };
}
