import { succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, HttpRequestSpec, Target, Warning } from '@tollgate/canonical';
import { anthropicCountTokensUpstream, anthropicMessagesUpstream, fitThinkingBudget } from '@tollgate/formats';
import type { BuiltRequest } from '../adapter.js';
import { splitApiBase } from '../split-api-base.js';

/** The version of the API whose recordings the format is proven on. */
const API_VERSION = '2023-06-01';

/**
 * `POST <base>/v1/messages`, unsigned. A granted limit replaces the client's; the thinking budget stays below it. The client's
 * `anthropic-version` and `anthropic-beta` reach the provider (transcript `messages native`, step 5), the operator's betas beside them.
 */
export function buildMessagesRequest(
  request: CanonicalRequest,
  target: Target,
  outputTokensMax: number | undefined,
): Outcome<BuiltRequest, GatewayError> {
  const encoded = anthropicMessagesUpstream.encodeRequest(underLimit(request, outputTokensMax), target);
  if (!encoded.ok) return encoded;
  const { body, warnings } = applyLimit(encoded.value.body, outputTokensMax);
  const limit = body['max_tokens'];
  const { path, ...base } = splitApiBase(target.apiBase, []);
  const spec: HttpRequestSpec = {
    method: 'POST',
    ...base,
    path: completePath(path),
    headers: buildHeaders(request, target),
    body: JSON.stringify(body),
  };
  return succeed({
    spec,
    warnings: [...encoded.value.warnings, ...warnings],
    outputLimit: typeof limit === 'number' ? limit : undefined,
  });
}

/** `POST <base>/v1/messages/count_tokens`, unsigned. */
export function buildCountRequest(request: CanonicalRequest, target: Target): Outcome<BuiltRequest, GatewayError> {
  const encoded = anthropicCountTokensUpstream.encodeRequest(request, target);
  if (!encoded.ok) return encoded;
  const { path, ...base } = splitApiBase(target.apiBase, []);
  const spec: HttpRequestSpec = {
    method: 'POST',
    ...base,
    path: [...completePath(path), 'count_tokens'],
    headers: buildHeaders(request, target),
    body: JSON.stringify(encoded.value.body),
  };
  return succeed({ spec, warnings: encoded.value.warnings, outputLimit: undefined });
}

/** Another dialect's request is fitted to the granted limit while it is encoded: what thinking forbids is sent where there is no room for it. */
function underLimit(request: CanonicalRequest, granted: number | undefined): CanonicalRequest {
  if (granted === undefined || request.format === anthropicMessagesUpstream.id) return request;
  return { ...request, maxOutputTokens: granted };
}

function applyLimit(body: JsonObject, granted: number | undefined): { body: JsonObject; warnings: readonly Warning[] } {
  if (granted === undefined || granted === body['max_tokens']) return { body, warnings: [] };
  return fitThinkingBudget({ ...body, max_tokens: granted });
}

/** The base may be the host, its `v1`, or the whole address, as LiteLLM's users have it. */
function completePath(given: readonly string[]): readonly string[] {
  const rest = ['v1', 'messages'];
  const known = given.at(-1) === 'messages' ? 2 : given.at(-1) === 'v1' ? 1 : 0;
  return [...given, ...rest.slice(known)];
}

function buildHeaders(request: CanonicalRequest, target: Target): Readonly<Record<string, string>> {
  const client = request.clientHeaders ?? {};
  const configured = Object.fromEntries(
    Object.entries(target.extraHeaders).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const betas = mergeBetas(configured['anthropic-beta'], client['anthropic-beta']);
  return {
    'content-type': 'application/json',
    'anthropic-version': client['anthropic-version'] ?? API_VERSION,
    ...configured,
    ...(betas !== '' && { 'anthropic-beta': betas }),
  };
}

function mergeBetas(...lists: readonly (string | undefined)[]): string {
  const names = lists.flatMap((list) => (list ?? '').split(',')).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))].join(',');
}
