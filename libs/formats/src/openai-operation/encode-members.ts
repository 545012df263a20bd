import { fail, succeed, type JsonObject, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target } from '@tollgate/canonical';
import { allowedParameters, mayDrop } from '../drop-settings.js';
import type { Losses } from '../losses.js';
import { isObservability } from '../openai-chat/encode-metadata.js';
import { dropNamed, withDefaults, withExtraBody } from '../openai-chat/operator-settings.js';
import { unsupportedParameters } from '../unsupported-parameters.js';

/** What a host of OpenAI's dialect does not take, and what the operator must not touch. */
export interface MemberRules {
  /** Name of the provider in the refusal. */
  readonly provider: string;
  /** Members that the host refuses, by model. */
  readonly unsupported: (model: string, name: string) => boolean;
  /** What was reserved and authorized: no setting changes it for a caller. */
  readonly governed: ReadonlySet<string>;
}

/**
 * A provider's body for another operation than chat: the client's members, the operator's settings around them, and what the host does
 * not take refused or, with `drop_params`, left out by name.
 */
export function encodeMembers(
  written: JsonObject,
  request: CanonicalRequest,
  target: Target,
  rules: MemberRules,
  losses: Losses,
): Outcome<JsonObject, GatewayError> {
  const { governed: untouchable } = rules;
  if (Object.keys(request.metadata ?? {}).some((name) => !isObservability(name)))
    losses.drop('metadata', 'told to callbacks alone: the provider keeps it with no answer');
  const complete = withDefaults(written, target, { untouchable, limitField: (name) => name }, losses);
  const supported = dropUnsupported(complete, request, target, rules, losses);
  if (!supported.ok) return supported;
  const kept = Object.fromEntries(Object.entries(supported.value).filter(([name]) => untouchable.has(name)));
  const dropped = dropNamed(supported.value, request, target, losses);
  return succeed({ ...withExtraBody(dropped, target, untouchable, losses), ...kept });
}

function dropUnsupported(
  body: JsonObject,
  request: CanonicalRequest,
  target: Target,
  rules: MemberRules,
  losses: Losses,
): Outcome<JsonObject, GatewayError> {
  const allowed = allowedParameters(request, target);
  const gone = Object.keys(body).filter((name) => !allowed.has(name) && rules.unsupported(target.model, name));
  if (gone.length === 0) return succeed(body);
  if (!mayDrop(request, target)) return fail(unsupportedParameters(rules.provider, target.model, gone));
  for (const name of gone) losses.drop(name, `not supported by ${target.model}`);
  return succeed(Object.fromEntries(Object.entries(body).filter(([name]) => !gone.includes(name))));
}
