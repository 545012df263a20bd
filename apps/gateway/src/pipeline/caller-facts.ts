import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { ALL_TENANTS, type CanonicalRequest, type GatewaySettings, labelId, type Principal } from '@tollgate/canonical';
import type { IncomingHttpHeaders } from 'node:http';
import { keptText } from './kept-text.js';
import { type NamedTags, namedTags, tagsInBody, tagsInHeader } from './named-tags.js';

/** Of a client's product: its sums are told apart by it. */
const PRODUCT_CHARACTERS_MAX = 64;
const SESSION = /^[A-Za-z0-9_-]{8,128}$/;

/** Who the call is for and how the client labels it: names chosen by the client, ids made of (tenant, name). */
export interface CallerFacts extends NamedTags {
  readonly customer: string | undefined;
  readonly customerId: string | undefined;
  /** The id that the name has where an administrator made it a customer of all tenants. */
  readonly customerOfAllId: string | undefined;
  readonly sessionId: string | undefined;
  readonly traceId: string | undefined;
  readonly userAgent: string | undefined;
  readonly clientProduct: string | undefined;
  readonly langfuseHeaders: Readonly<Record<string, string>>;
  readonly spendLogsMetadata: JsonValue | undefined;
}

/** What its headers say of a caller; they win over the body (litellm-wire.md 5, litellm-runtime.md 10). */
export function readHeaderFacts(
  headers: IncomingHttpHeaders,
  principal: Principal,
  settings: GatewaySettings,
): CallerFacts {
  const tenant = tenantOf(principal);
  const { langfuseHeaders, kinSession } = scanHeaders(headers);
  const sessions = [text(headers['x-litellm-session-id']), text(headers['x-litellm-trace-id']), kinSession];
  return {
    ...customerFacts(name(principal.token?.customer) ?? customerInHeaders(headers, settings), tenant),
    ...tagsOf(principal, tagsInHeader(headers)),
    sessionId: sessions.find((session) => session !== undefined && SESSION.test(session)),
    traceId: name(headers['x-litellm-trace-id']),
    userAgent: name(headers['user-agent']),
    clientProduct: settings.tagsNoClientProducts === true ? undefined : productIn(text(headers['user-agent'])),
    langfuseHeaders,
    spendLogsMetadata: readSpendLogsHeader(headers) ?? principal.metadata['spend_logs_metadata'],
  };
}

/** The same with what its body adds. */
export function addBodyFacts(facts: CallerFacts, request: CanonicalRequest, principal: Principal): CallerFacts {
  const inBody = request.gateway.litellmMetadata?.['spend_logs_metadata'] ?? request.metadata?.['spend_logs_metadata'];
  const tags = tagsInBody(request);
  return {
    ...facts,
    ...(facts.customer === undefined && customerFacts(customerInBody(request), tenantOf(principal))),
    ...(tags.length > 0 && namedTags(tenantOf(principal), [...facts.tags, ...tags])),
    sessionId: facts.sessionId ?? name(stringMember(request.metadata, 'session_id')),
    spendLogsMetadata: inBody ?? facts.spendLogsMetadata,
  };
}

/** The end user that a header names, where the operator has providers told of it (`forward_user_header`). */
export function forwardedUser(
  headers: IncomingHttpHeaders,
  { userHeaderName, forwardUserHeader }: GatewaySettings,
): string | undefined {
  if (forwardUserHeader !== true || userHeaderName === undefined) return undefined;
  const user = text(headers[userHeaderName])?.trim();
  return user === '' ? undefined : user;
}

/** Names are unique within whoever owns the caller, so that no tenant can spend in another's name. */
function tenantOf({ organizationId, teamId, userId, keyId }: Principal): string {
  return organizationId ?? teamId ?? userId ?? keyId;
}

/** Their ids are hashes, and a key's own are the same with each of its calls: made once for as long as it is known. */
const ownTags = new WeakMap<Principal, NamedTags>();

function tagsOf(principal: Principal, sent: readonly string[]): NamedTags {
  if (sent.length > 0) return namedTags(tenantOf(principal), [...principal.tags, ...sent]);
  const known = ownTags.get(principal);
  if (known !== undefined) return known;
  const own = namedTags(tenantOf(principal), principal.tags);
  ownTags.set(principal, own);
  return own;
}

function customerFacts(
  customer: string | undefined,
  tenant: string,
): Pick<CallerFacts, 'customer' | 'customerId' | 'customerOfAllId'> {
  if (customer === undefined) return { customer, customerId: undefined, customerOfAllId: undefined };
  const customerOfAllId = labelId('customer', ALL_TENANTS, customer);
  return { customer, customerId: labelId('customer', tenant, customer), customerOfAllId };
}

function customerInHeaders(headers: IncomingHttpHeaders, { userHeaderName }: GatewaySettings): string | undefined {
  return firstName([
    text(headers['x-litellm-customer-id']),
    text(headers['x-litellm-end-user-id']),
    userHeaderName === undefined ? undefined : text(headers[userHeaderName.toLowerCase()]),
  ]);
}

function customerInBody(request: CanonicalRequest): string | undefined {
  return firstName([
    request.user,
    stringMember(request.gateway.litellmMetadata, 'user'),
    stringMember(request.metadata, 'user_id'),
    stringMember(request.extra, 'safety_identifier'),
  ]);
}

function firstName(candidates: readonly (string | undefined)[]): string | undefined {
  return name(candidates.find((candidate) => candidate !== undefined && candidate.trim() !== ''));
}

/** One pass over names that are known by their form only: `langfuse_*`, and clients' own `x-…-session-id`. */
function scanHeaders(headers: IncomingHttpHeaders): {
  readonly langfuseHeaders: Record<string, string>;
  readonly kinSession: string | undefined;
} {
  const langfuseHeaders: Record<string, string> = {};
  let kinSession: string | undefined;
  for (const name in headers) {
    if (name.startsWith('langfuse_')) {
      const value = text(headers[name]);
      if (value !== undefined) langfuseHeaders[name.slice('langfuse_'.length)] = value;
    } else if (name.endsWith('-session-id') && name.startsWith('x-') && name.length > 'x--session-id'.length) {
      const value = text(headers[name]);
      if (value !== undefined && SESSION.test(value)) kinSession ??= value;
    }
  }
  return { langfuseHeaders, kinSession };
}

function readSpendLogsHeader(headers: IncomingHttpHeaders): JsonValue | undefined {
  const header = text(headers['x-litellm-spend-logs-metadata']);
  if (header === undefined) return undefined;
  try {
    return JSON.parse(header) as JsonValue;
  } catch {
    return header;
  }
}

/** What `User-Agent` names before its version, as LiteLLM tags calls with it; undefined where that is nothing. */
function productIn(userAgent: string | undefined): string | undefined {
  const product = keptText(userAgent?.split('/', 1)[0]?.trim() ?? '', PRODUCT_CHARACTERS_MAX);
  return product === '' ? undefined : product;
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** As it is kept: names of clients are indexed. */
function name(value: string | string[] | undefined): string | undefined {
  const given = text(value);
  return given === undefined ? undefined : keptText(given);
}

function stringMember(object: JsonObject | undefined, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' ? value : undefined;
}
