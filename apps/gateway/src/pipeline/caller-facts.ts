import { uuidV5, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, GatewaySettings, LimitedScope, Principal } from '@tollgate/canonical';
import type { IncomingHttpHeaders } from 'node:http';

/** Longest client string that becomes an identity. */
const NAME_CHARACTERS_MAX = 256;
const TAGS_MAX = 32;
const SESSION = /^[A-Za-z0-9_-]{8,128}$/;

/** Who the call is for and how the client labels it: names chosen by the client, ids made of (tenant, name). */
export interface CallerFacts {
  readonly customer: string | undefined;
  readonly customerId: string | undefined;
  readonly tags: readonly string[];
  readonly tagIds: readonly string[];
  readonly sessionId: string | undefined;
  readonly traceId: string | undefined;
  readonly userAgent: string | undefined;
  readonly langfuseHeaders: Readonly<Record<string, string>>;
  readonly spendLogsMetadata: JsonValue | undefined;
}

/** Reads them from headers and body, in LiteLLM's order of precedence (litellm-wire.md 5, litellm-runtime.md 10). */
export function readCallerFacts(
  headers: IncomingHttpHeaders,
  request: CanonicalRequest | undefined,
  principal: Principal,
  settings: GatewaySettings,
): CallerFacts {
  const tenant = principal.organizationId ?? principal.teamId ?? principal.userId ?? principal.keyId;
  const customer = readCustomer(headers, request, settings);
  const tags = principal.tags.slice(0, TAGS_MAX);
  return {
    customer,
    customerId: customer === undefined ? undefined : uuidV5('customer', tenant, customer),
    tags,
    tagIds: tags.map((tag) => uuidV5('tag', tenant, tag)),
    sessionId: readSession(headers, request),
    traceId: text(headers['x-litellm-trace-id']),
    userAgent: text(headers['user-agent'])?.slice(0, NAME_CHARACTERS_MAX),
    langfuseHeaders: readLangfuseHeaders(headers),
    spendLogsMetadata: readSpendLogsMetadata(headers, request),
  };
}

/** The scopes that the client's own names add: their spend is summed, they hold no limits yet. */
export function scopesOfCaller({ customerId, tagIds }: CallerFacts): readonly LimitedScope[] {
  const customer: readonly LimitedScope[] = customerId === undefined ? [] : [{ scope: 'customer', id: customerId, limits: {} }];
  return [...customer, ...tagIds.map((id): LimitedScope => ({ scope: 'tag', id, limits: {} }))];
}

function readCustomer(
  headers: IncomingHttpHeaders,
  request: CanonicalRequest | undefined,
  settings: GatewaySettings,
): string | undefined {
  const candidates = [
    text(headers['x-litellm-customer-id']),
    text(headers['x-litellm-end-user-id']),
    settings.userHeaderName === undefined ? undefined : text(headers[settings.userHeaderName.toLowerCase()]),
    request?.user,
    stringMember(request?.gateway.litellmMetadata, 'user'),
    stringMember(request?.metadata, 'user_id'),
    stringMember(request?.extra, 'safety_identifier'),
  ];
  return candidates.find((candidate) => candidate !== undefined && candidate.trim() !== '')?.slice(0, NAME_CHARACTERS_MAX);
}

function readSession(headers: IncomingHttpHeaders, request: CanonicalRequest | undefined): string | undefined {
  const named = [headers['x-litellm-session-id'], headers['x-litellm-trace-id']];
  const kin = Object.entries(headers).flatMap(([name, value]) => (/^x-.+-session-id$/.test(name) ? [value] : []));
  const found = [...named, ...kin].map(text).find((value) => value !== undefined && SESSION.test(value));
  return found ?? stringMember(request?.metadata, 'session_id');
}

function readLangfuseHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const single = text(value);
    if (name.startsWith('langfuse_') && single !== undefined) found[name.slice('langfuse_'.length)] = single;
  }
  return found;
}

function readSpendLogsMetadata(headers: IncomingHttpHeaders, request: CanonicalRequest | undefined): JsonValue | undefined {
  const inBody = request?.gateway.litellmMetadata?.['spend_logs_metadata'] ?? request?.metadata?.['spend_logs_metadata'];
  if (inBody !== undefined) return inBody;
  const header = text(headers['x-litellm-spend-logs-metadata']);
  if (header === undefined) return undefined;
  try {
    return JSON.parse(header) as JsonValue;
  } catch {
    return header;
  }
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function stringMember(object: JsonObject | undefined, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' ? value : undefined;
}
