import { succeed, type JsonObject } from '@tollgate/kernel';
import type { Credential, HttpRequestSpec, Target } from '@tollgate/canonical';
import { openaiChat, type OpenAiChatQuirks } from '@tollgate/formats';
import type { OutputLimit, ProviderOperation } from './adapter.js';
import { classifyOpenaiFailure } from './classify-openai-failure.js';
import { splitApiBase } from './split-api-base.js';

const LIMIT_FIELDS = ['max_completion_tokens', 'max_tokens'];

/** Chat completions at an OpenAI-compatible host: `<api base>/chat/completions`, bearer key, the dialect with the host's quirks. */
export function openaiChatOperation(quirks: OpenAiChatQuirks): ProviderOperation {
  const format = openaiChat(quirks);
  return {
    format,
    outputLimit: describeLimit(quirks),
    buildRequest: (request, target, outputTokensMax) => {
      const encoded = format.encodeRequest(request, target);
      if (!encoded.ok) return encoded;
      const field = quirks.limitField(target.model, request.maxOutputTokensField);
      const body =
        outputTokensMax === undefined ? encoded.value.body : limitOutput(encoded.value.body, field, outputTokensMax);
      return succeed({
        spec: {
          method: 'POST',
          ...splitApiBase(target.apiBase, ['chat', 'completions']),
          headers: buildHeaders(target, request.stream),
          body: JSON.stringify(body),
        },
        warnings: encoded.value.warnings,
        outputLimit: readLimit(body),
      });
    },
    sign: signBearer,
    classify: classifyOpenaiFailure,
  };
}

/** The credential goes in last, and only where the operator's own headers do not already carry one. */
function signBearer(spec: HttpRequestSpec, credential: Credential): HttpRequestSpec {
  const { api_key: key, organization } = credential;
  return {
    ...spec,
    headers: {
      ...(key !== undefined && key !== '' && { authorization: `Bearer ${key}` }),
      ...(organization !== undefined && organization !== '' && { 'openai-organization': organization }),
      ...spec.headers,
    },
  };
}

function describeLimit(quirks: OpenAiChatQuirks): OutputLimit {
  const field = quirks.limitField('', undefined);
  return { field, siblings: LIMIT_FIELDS.filter((name) => name !== field), minimum: 1, coversReasoning: true };
}

function buildHeaders(target: Target, stream: boolean): Record<string, string> {
  const headers: Record<string, string> = { accept: stream ? 'text/event-stream' : 'application/json' };
  if (target.organization !== undefined) headers['openai-organization'] = target.organization;
  for (const name in target.extraHeaders) headers[name.toLowerCase()] = target.extraHeaders[name] ?? '';
  headers['content-type'] = 'application/json';
  return headers;
}

/** One limit field, whatever stood there: never above what the operator's own parameters say. */
function limitOutput(body: JsonObject, field: string, outputTokensMax: number): JsonObject {
  const limit = Math.min(outputTokensMax, readLimit(body) ?? outputTokensMax);
  const others = Object.fromEntries(Object.entries(body).filter(([name]) => !LIMIT_FIELDS.includes(name)));
  return { ...others, [field]: limit };
}

function readLimit({ max_completion_tokens: whole, max_tokens: older }: JsonObject): number | undefined {
  if (typeof whole !== 'number') return typeof older === 'number' ? older : undefined;
  return typeof older === 'number' ? Math.min(whole, older) : whole;
}
