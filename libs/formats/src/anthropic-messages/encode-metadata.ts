import { succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import type { Losses } from '../losses.js';
import { encodeMetadata as judgeMetadata, isObservability } from '../openai-chat/encode-metadata.js';
import { FORMAT } from './own-source.js';

/**
 * `metadata`: of a client of this dialect as it wrote it, without what callbacks read of it (the provider refuses what it does not know).
 * Of others its `user_id` alone, from OpenAI's `user`. Who asks to store metadata that could not be kept is refused.
 */
export function encodeMetadata(
  request: CanonicalRequest,
  target: Target,
  losses: Losses,
): Outcome<JsonObject | undefined, GatewayError> {
  const user = encodeUser(request, losses);
  if (request.format === FORMAT) return succeed(relay(request.metadata, user, losses));
  const judged = judgeMetadata(request, target, {}, losses);
  return judged.ok ? succeed(user === undefined ? undefined : { user_id: user }) : judged;
}

/** Without the user where the client or the operator wants it left out. */
function relay(metadata: JsonObject | undefined, user: string | undefined, losses: Losses): JsonObject | undefined {
  if (metadata === undefined) return user === undefined ? undefined : { user_id: user };
  const told: Record<string, JsonObject[string]> = {};
  for (const [name, value] of Object.entries(metadata)) {
    if (isObservability(name)) losses.drop(`metadata.${name}`, 'told to callbacks alone');
    else if (name !== 'user_id' || typeof value !== 'string') told[name] = value;
    else if (user !== undefined) told[name] = user;
  }
  const added = user !== undefined && told['user_id'] === undefined ? { ...told, user_id: user } : told;
  return Object.keys(added).length === 0 && Object.keys(metadata).length > 0 ? undefined : added;
}

/**
 * The client's own, else OpenAI's `user` when it is no address or telephone number: the provider asks for neither, and LiteLLM sends
 * neither.
 */
function encodeUser({ user, metadata, format }: CanonicalRequest, losses: Losses): string | undefined {
  if (user === undefined || user === '') return undefined;
  const own = format === FORMAT ? metadata?.['user_id'] : undefined;
  if (own === user || !isPersonal(user)) return user;
  losses.drop('user', 'an e-mail address or telephone number is not passed on as metadata.user_id');
  return undefined;
}

function isPersonal(user: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(user) || /^\+?[\d\s().-]{7,}$/.test(user);
}
