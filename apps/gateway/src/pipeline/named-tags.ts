import { ALL_TENANTS, type CanonicalRequest, GatewayError, type GatewaySettings, labelId } from '@tollgate/canonical';
import type { JsonValue } from '@tollgate/kernel';
import type { IncomingHttpHeaders } from 'node:http';
import { keptText } from './kept-text.js';

const TAGS_MAX = 32;

/** What a call is for: names, and for each of them, in the same order, the ids that spend is summed under. */
export interface NamedTags {
  /** The tags of the key and its team, then those that the client sent; each once. */
  readonly tags: readonly string[];
  /** Within the caller's tenant: nobody spends in the name of another tenant's tag. */
  readonly tagIds: readonly string[];
  /** The ids that the names have where an administrator made them tags of all tenants. */
  readonly tagOfAllIds: readonly string[];
}

const NONE: readonly string[] = [];
const NO_TAGS: NamedTags = { tags: NONE, tagIds: NONE, tagOfAllIds: NONE };

/** `named` of a tenant, none empty, no more than are kept; what is no text is no tag. */
export function namedTags(tenant: string, named: readonly JsonValue[]): NamedTags {
  if (named.length === 0) return NO_TAGS;
  const texts = named.filter((tag) => typeof tag === 'string').map((tag) => keptText(tag.trim()));
  const tags = [...new Set(texts.filter((tag) => tag !== ''))].slice(0, TAGS_MAX);
  return {
    tags,
    tagIds: tags.map((tag) => labelId('tag', tenant, tag)),
    tagOfAllIds: tags.map((tag) => labelId('tag', ALL_TENANTS, tag)),
  };
}

/** What a client's header names. */
export function tagsInHeader(headers: IncomingHttpHeaders): readonly string[] {
  const header = headers['x-litellm-tags'];
  return header === undefined ? NONE : ([header].flat()[0]?.split(',') ?? NONE);
}

/** LiteLLM's places for a client's tags in the body (transcript `spend and activity`, step 2). */
export function tagsInBody({ metadata, gateway }: CanonicalRequest): readonly JsonValue[] {
  const { litellmMetadata, tags } = gateway;
  if (metadata === undefined && litellmMetadata === undefined && tags === undefined) return NONE;
  const places = [metadata?.['tags'], litellmMetadata?.['tags'], tags];
  return places.flatMap((list) => (Array.isArray(list) ? (list as readonly JsonValue[]) : []));
}

/** `reject_clientside_metadata_tags`, in LiteLLM's words, for every place where a client can put them; undefined: as it should be. */
export function refuseClientTags(
  { rejectsClientTags }: Pick<GatewaySettings, 'rejectsClientTags'>,
  headers: IncomingHttpHeaders,
  request: CanonicalRequest,
): GatewayError | undefined {
  if (rejectsClientTags !== true || [...tagsInHeader(headers), ...tagsInBody(request)].length === 0) return undefined;
  return new GatewayError('unsupported_parameter', {
    message:
      "Client-side 'metadata.tags' not allowed in request. 'reject_clientside_metadata_tags'=True. " +
      'Tags can only be set via API key metadata.',
    type: 'bad_request_error',
    param: 'metadata.tags',
  });
}
