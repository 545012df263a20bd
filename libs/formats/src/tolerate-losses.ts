import { fail, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { CanonicalRequest, GatewayError, Target, Warning } from '@tollgate/canonical';
import { allowedParameters, mayDrop } from './drop-settings.js';
import { unsupportedContent } from './unsupported-content.js';
import { unsupportedParameters } from './unsupported-parameters.js';
import type { Losses } from './losses.js';
import { readParameter } from './parameter-members.js';

interface Tolerated {
  readonly warnings: readonly Warning[];
  /** Parameters that the client or operator wants sent all the same (`allowed_openai_params`). */
  readonly allowed: JsonObject;
}

/**
 * Judges what the encoder could not express: named as dropped where the request or the target says so (`drop_params`), sent as it
 * is where it is allowed, else the refusal in LiteLLM's words. Content is refused whatever may be dropped.
 */
export function tolerateLosses(
  request: CanonicalRequest,
  target: Target,
  losses: Losses,
): Outcome<Tolerated, GatewayError> {
  if (losses.content !== undefined) return fail(unsupportedContent(losses.content, request.format, target.provider));
  const allowed = allowedParameters(request, target);
  const names = [...losses.refused.keys()];
  const dropped = names.filter((name) => !allowed.has(name));
  if (dropped.length > 0 && !mayDrop(request, target))
    return fail(unsupportedParameters(target.provider, target.model, dropped));
  const refusals = dropped.map((path): Warning => ({ code: 'dropped', path, reason: losses.refused.get(path) ?? '' }));
  return succeed({
    warnings: [...losses.warnings, ...refusals],
    allowed: readAllowed(
      request,
      names.filter((name) => allowed.has(name)),
    ),
  });
}

function readAllowed(request: CanonicalRequest, names: readonly string[]): JsonObject {
  const members = names.map((name): [string, JsonValue | undefined] => [name, readParameter(request, name)]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}
