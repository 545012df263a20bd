import { succeed, type JsonObject } from '@tollgate/kernel';
import { openaiResponses, type OpenAiResponsesQuirks } from '@tollgate/formats';
import type { ProviderOperation } from './adapter.js';
import { classifyOpenaiFailure } from './classify-openai-failure.js';
import { buildHeaders, signBearer } from './openai-chat-operation.js';
import { splitApiBase } from './split-api-base.js';

const LIMIT = 'max_output_tokens';

/**
 * The Responses API at a host of OpenAI's dialects: `<api base>/responses`, bearer key. The limit covers reasoning, and below 16 it is
 * refused (API reference 2.3.0).
 */
export function openaiResponsesOperation(quirks: OpenAiResponsesQuirks): ProviderOperation {
  const format = openaiResponses(quirks);
  return {
    format,
    outputLimit: { field: LIMIT, siblings: [], minimum: 16, coversReasoning: true },
    buildRequest: (request, target, outputTokensMax) => {
      const encoded = format.encodeRequest(request, target);
      if (!encoded.ok) return encoded;
      const body = limitOutput(encoded.value.body, outputTokensMax);
      return succeed({
        spec: {
          method: 'POST',
          ...splitApiBase(target.apiBase, ['responses']),
          headers: buildHeaders(target, request),
          body: JSON.stringify(body),
        },
        warnings: encoded.value.warnings,
        outputLimit: readLimit(body),
      });
    },
    sign: signBearer,
    classify: classifyOpenaiFailure,
    // transcript `bridge chat to responses`, step 9
    showsErrorBody: true,
  };
}

/** Never above what the operator's own parameters say. */
function limitOutput(body: JsonObject, outputTokensMax: number | undefined): JsonObject {
  if (outputTokensMax === undefined) return body;
  return { ...body, [LIMIT]: Math.min(outputTokensMax, readLimit(body) ?? outputTokensMax) };
}

function readLimit(body: JsonObject): number | undefined {
  const limit = body[LIMIT];
  return typeof limit === 'number' ? limit : undefined;
}
