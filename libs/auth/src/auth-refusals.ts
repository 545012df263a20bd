import { type Blocker, GatewayError, type Principal } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import { maskForeign, maskSecret } from './mask-secret.js';

/** What the refusals add where no master key was given: how to go on without keys, and where the key's file is. */
export type KeyHint = string | undefined;

/** Recording "chat request errors", step 5. */
export function noCredentials(hint: KeyHint): GatewayError {
  return new GatewayError('no_credentials', {
    message: withHint('Authentication Error, No api key passed in.', hint),
    param: 'None',
  });
}

/** An Authorization that is of no known form (litellm-wire 1.1). */
export function malformedAuthorization(): GatewayError {
  return new GatewayError('malformed_key', {
    message: 'Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.',
    param: 'None',
  });
}

/** Recording "chat request errors", step 7. */
export function notAKey(secret: string, hint: KeyHint): GatewayError {
  return new GatewayError('malformed_key', {
    message: withHint(
      `LiteLLM Virtual Key expected. Received=${maskForeign(secret)}, expected to start with 'sk-'.`,
      hint,
    ),
    param: 'None',
  });
}

export function conflictingCredentials(): GatewayError {
  return new GatewayError('conflicting_credentials', {
    message:
      'Authentication Error, Two different keys were passed in. Send one of them, or the gateway key as x-litellm-api-key.',
    param: 'None',
  });
}

/** Recording "chat request errors", step 6, without the hash that LiteLLM shows there. */
export function unknownKey(secret: string, hint: KeyHint): GatewayError {
  return new GatewayError('invalid_key', {
    message: withHint(
      `Authentication Error, Invalid proxy server token passed. Received API Key = ${maskSecret(secret)}. ` +
        'Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
      hint,
    ),
    param: 'key',
  });
}

/** How each kind of what blocks a caller is named, and the route that serves it again. */
const BLOCKERS: Readonly<Record<Blocker['scope'], readonly [name: string, cure: string]>> = {
  binding_key: ['Key', '`/key/unblock`'],
  project: ['Project', '`/project/update` with `blocked: false`'],
  user: ['User', '`/user/update` with `blocked: false`'],
  organization: ['Organization', '`/organization/update` with `blocked: false`'],
};

/** Recordings "key lifecycle" step 11 and "team lifecycle" step 13; the others are named in the same form. */
export function blocked(principal: Principal): GatewayError {
  const [what, cure] = blockedIn(principal);
  const message = `Authentication Error, ${what} is blocked. Update via ${cure} if you're an admin.`;
  return new GatewayError('blocked_key', { message, param: 'None' });
}

/** The team where that is blocked too, as in LiteLLM. */
function blockedIn({ teamBlocked, teamId, blockedBy }: Principal): readonly [what: string, cure: string] {
  if (teamBlocked === true) return [`Team=${teamId ?? ''}`, '`/team/unblock`'];
  if (blockedBy === undefined) return ['Key', '`/key/unblock`'];
  const [name, cure] = BLOCKERS[blockedBy.scope];
  return [`${name}=${blockedBy.id}`, cure];
}

/** Recording "key expiry". */
export function expired(principal: Principal, expiresAt: Instant, now: Instant): GatewayError {
  return new GatewayError('expired_key', {
    message: `Authentication Error - Expired Key. Key Expiry time ${pythonTime(expiresAt)} and current time ${pythonTime(now)}`,
    param: principal.keyName ?? 'sk-...',
  });
}

/** Our own store cannot say who this is: never a 401, which makes users throw good keys away. */
export function keysUnavailable(detail: string, cause?: unknown): GatewayError {
  return new GatewayError('store_unavailable', {
    message: 'Keys cannot be looked up at the moment. Try again.',
    detail,
    cause,
    retryAfterMs: 1000,
  });
}

export function tooManyLookups(): GatewayError {
  return new GatewayError('overloaded', {
    message: 'Too many keys are being looked up at the moment. Try again.',
    retryAfterMs: 1000,
  });
}

function withHint(message: string, hint: KeyHint): string {
  return hint === undefined ? message : `${message} ${hint}`;
}

function pythonTime(instant: Instant): string {
  return new Date(instant).toISOString().replace('T', ' ').replace('Z', '+00:00');
}
