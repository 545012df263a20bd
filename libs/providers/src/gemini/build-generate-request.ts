import { isJsonObject, succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, HttpRequestSpec, Target } from '@tollgate/canonical';
import { geminiCountTokensUpstream, geminiEmbeddingsUpstream, geminiUpstream } from '@tollgate/formats';
import type { BuiltRequest } from '../adapter.js';
import { splitApiBase } from '../split-api-base.js';

/** Versions of the API that an operator's base may name; without one the version is that whose recordings the format is proven on. */
const VERSION = /^v\d+(alpha|beta)?\d*$/;
const VERSION_DEFAULT = 'v1beta';

/**
 * `POST <base>/v1beta/models/<model>:generateContent`, or `:streamGenerateContent?alt=sse`, unsigned. The model is one segment of the
 * address with its method, whatever is in its name. A granted limit replaces the client's.
 */
export function buildGenerateRequest(
  request: CanonicalRequest,
  target: Target,
  outputTokensMax: number | undefined,
): Outcome<BuiltRequest, GatewayError> {
  const encoded = geminiUpstream.encodeRequest(request, target);
  if (!encoded.ok) return encoded;
  const body = limitOutput(encoded.value.body, outputTokensMax);
  const method = request.stream ? 'streamGenerateContent' : 'generateContent';
  const spec = specOf(method, body, target, request.stream);
  return succeed({ spec, warnings: encoded.value.warnings, outputLimit: readLimit(body) });
}

/** `POST <base>/v1beta/models/<model>:countTokens`, unsigned. */
export function buildCountRequest(request: CanonicalRequest, target: Target): Outcome<BuiltRequest, GatewayError> {
  const encoded = geminiCountTokensUpstream.encodeRequest(request, target);
  if (!encoded.ok) return encoded;
  const { body, warnings } = encoded.value;
  return succeed({ spec: specOf('countTokens', body, target, false), warnings, outputLimit: undefined });
}

/** `POST <base>/v1beta/models/<model>:batchEmbedContents`, unsigned; one for each hundred inputs. */
export function buildEmbeddingsRequest(request: CanonicalRequest, target: Target): Outcome<BuiltRequest, GatewayError> {
  const encoded = geminiEmbeddingsUpstream.encodeRequest(request, target);
  if (!encoded.ok) return encoded;
  const { body, warnings } = encoded.value;
  const bodies = geminiEmbeddingsUpstream.splitBody?.(body, request) ?? [body];
  const asking = (part: JsonObject): HttpRequestSpec => ({
    ...specOf('batchEmbedContents', part, target, false),
    inputs: geminiEmbeddingsUpstream.inputsOf?.(part) ?? 0,
  });
  const [spec = asking(body), ...more] = bodies.map(asking);
  return succeed({ spec, ...(more.length > 0 && { more }), warnings, outputLimit: undefined });
}

function specOf(method: string, body: JsonObject, target: Target, stream: boolean): HttpRequestSpec {
  const { path, query, origin } = splitApiBase(target.apiBase, []);
  return {
    method: 'POST',
    origin,
    path: [...withVersion(path), 'models', `${target.model.replace(/^models\//, '')}:${method}`],
    ...((query !== undefined || stream) && { query: { ...query, ...(stream && { alt: 'sse' }) } }),
    headers: buildHeaders(target, stream),
    body: JSON.stringify(body),
  };
}

function withVersion(path: readonly string[]): readonly string[] {
  return VERSION.test(path.at(-1) ?? '') ? path : [...path, VERSION_DEFAULT];
}

function buildHeaders(target: Target, stream: boolean): Record<string, string> {
  const headers: Record<string, string> = { accept: stream ? 'text/event-stream' : 'application/json' };
  for (const [name, value] of Object.entries(target.extraHeaders)) headers[name.toLowerCase()] = value;
  headers['content-type'] = 'application/json';
  return headers;
}

/** One limit, in the one spelling that is written here: never above what the operator's own parameters say. */
function limitOutput(body: JsonObject, outputTokensMax: number | undefined): JsonObject {
  if (outputTokensMax === undefined) return body;
  const config = isJsonObject(body['generationConfig']) ? body['generationConfig'] : {};
  const maxOutputTokens = Math.min(outputTokensMax, readLimit(body) ?? outputTokensMax);
  return { ...body, generationConfig: { ...config, maxOutputTokens } };
}

function readLimit({ generationConfig }: JsonObject): number | undefined {
  const limit = isJsonObject(generationConfig) ? generationConfig['maxOutputTokens'] : undefined;
  return typeof limit === 'number' ? limit : undefined;
}
