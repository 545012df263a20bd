import { isJsonObject, succeed, type JsonObject } from '@tollgate/kernel';
import { ollamaChatUpstream } from '@tollgate/formats';
import type { ProviderOperation } from '../adapter.js';
import { classifyOpenaiFailure } from '../classify-openai-failure.js';
import { signBearer } from '../openai-chat-operation.js';
import { splitApiBase } from '../split-api-base.js';

const ENDPOINT = ['api', 'chat'];
const LIMIT = 'num_predict';

/** `POST <api base>/api/chat`; the base may be the whole address. A key only where the server stands behind one (Ollama's cloud, a proxy). */
export const ollamaChatOperation: ProviderOperation = {
  format: ollamaChatUpstream,
  outputLimit: { field: `options.${LIMIT}`, siblings: [], minimum: 1, coversReasoning: true },
  buildRequest: (request, target, outputTokensMax) => {
    const encoded = ollamaChatUpstream.encodeRequest(request, target);
    if (!encoded.ok) return encoded;
    const body = limitOutput(encoded.value.body, outputTokensMax);
    const { path, ...base } = splitApiBase(target.apiBase, []);
    const isWhole = ENDPOINT.every((segment, index) => path.at(index - ENDPOINT.length) === segment);
    return succeed({
      spec: {
        method: 'POST',
        ...base,
        path: isWhole ? path : [...path, ...ENDPOINT],
        headers: buildHeaders(target.extraHeaders),
        body: JSON.stringify(body),
      },
      warnings: encoded.value.warnings,
      outputLimit: readLimit(body),
    });
  },
  sign: signBearer,
  classify: classifyOpenaiFailure,
};

function buildHeaders(extra: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const name in extra) headers[name.toLowerCase()] = extra[name] ?? '';
  headers['content-type'] = 'application/json';
  return headers;
}

/** Never above what the operator's own parameters say. */
function limitOutput(body: JsonObject, outputTokensMax: number | undefined): JsonObject {
  if (outputTokensMax === undefined) return body;
  const options = isJsonObject(body['options']) ? body['options'] : {};
  return { ...body, options: { ...options, [LIMIT]: Math.min(outputTokensMax, readLimit(body) ?? outputTokensMax) } };
}

/** The limit that bounds; undefined for none, or for Ollama's -1 and -2. */
function readLimit({ options }: JsonObject): number | undefined {
  const limit = isJsonObject(options) ? options[LIMIT] : undefined;
  return typeof limit === 'number' && limit > 0 ? limit : undefined;
}
