import { succeed, type JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, Credential, HttpRequestSpec, Target } from '@tollgate/canonical';
import { openaiChat, type OpenAiChatQuirks } from '@tollgate/formats';
import type { OutputLimit, ProviderOperation } from './adapter.js';
import { classifyOpenaiFailure } from './classify-openai-failure.js';
import { type ApiAddress, splitApiBase } from './split-api-base.js';

const LIMIT_FIELDS = ['max_completion_tokens', 'max_tokens'];
const ORGANIZATION = 'openai-organization';
const ENDPOINT = ['chat', 'completions'];

/** A host of the dialect: in what its wire differs, and its address and credential where those differ too. */
export interface OpenAiChatHost extends OpenAiChatQuirks {
  /** Stands before the endpoint where the base lacks it, as LiteLLM's users may have it. */
  readonly version?: string;
  /** The root of the API, where it is more than the base. */
  readonly locateRoot?: (target: Target) => ApiAddress;
  /** How the credential is sent, where not as a bearer key. */
  readonly sign?: ProviderOperation['sign'];
  readonly schemaTool?: ProviderOperation['schemaTool'];
  readonly objectSchemas?: true;
}

/**
 * Chat completions at an OpenAI-compatible host: `<api base>/chat/completions`, bearer key, the dialect with the host's quirks. The base
 * may be the whole address.
 */
export function openaiChatOperation({
  version,
  locateRoot,
  sign,
  schemaTool,
  objectSchemas,
  ...quirks
}: OpenAiChatHost): ProviderOperation {
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
          ...locateEndpoint(locateRoot?.(target) ?? splitApiBase(target.apiBase, []), version),
          headers: buildHeaders(target, request),
          body: JSON.stringify(body),
        },
        warnings: encoded.value.warnings,
        outputLimit: readLimit(body),
      });
    },
    sign: sign ?? signBearer,
    ...(schemaTool !== undefined && { schemaTool }),
    ...(objectSchemas !== undefined && { objectSchemas }),
    classify: classifyOpenaiFailure,
  };
}

function locateEndpoint(root: ApiAddress, version: string | undefined): ApiAddress {
  const isWhole = ENDPOINT.every((segment, index) => root.path.at(index - ENDPOINT.length) === segment);
  if (isWhole) return root;
  const versioned = version === undefined || root.path.at(-1) === version ? [] : [version];
  return { ...root, path: [...root.path, ...versioned, ...ENDPOINT] };
}

/** The credential goes in last, and only where the operator's own headers do not already carry one. */
export function signBearer(spec: HttpRequestSpec, credential: Credential): HttpRequestSpec {
  const { api_key: key, organization } = credential;
  return {
    ...spec,
    headers: {
      ...(key !== undefined && key !== '' && { authorization: `Bearer ${key}` }),
      ...(organization !== undefined && organization !== '' && { [ORGANIZATION]: organization }),
      ...spec.headers,
    },
  };
}

function describeLimit(quirks: OpenAiChatQuirks): OutputLimit {
  const field = quirks.limitField('', undefined);
  return { field, siblings: LIMIT_FIELDS.filter((name) => name !== field), minimum: 1, coversReasoning: true };
}

/** Headers of a request in one of OpenAI's dialects; the operator's own come over them, in lower case. */
export function buildHeaders(
  target: Target,
  { stream, clientHeaders }: Pick<CanonicalRequest, 'stream' | 'clientHeaders'>,
): Record<string, string> {
  const headers: Record<string, string> = { accept: stream ? 'text/event-stream' : 'application/json' };
  const own = target.forwardsOrganization === true ? clientHeaders?.[ORGANIZATION] : undefined;
  const organization = own ?? target.organization;
  if (organization !== undefined) headers[ORGANIZATION] = organization;
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
