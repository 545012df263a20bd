import type { JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest } from '@tollgate/canonical';
import { PLAIN_PARAMETERS } from '../plain-parameters.js';

/** OpenAI's parameter names and where the canonical form keeps them. Limits are not here: none is dropped. */
const MEMBERS: Readonly<Record<string, keyof CanonicalRequest>> = {
  ...PLAIN_PARAMETERS,
  response_format: 'responseFormat',
  reasoning_effort: 'reasoning',
  tool_choice: 'toolChoice',
};

/** A parameter's value under OpenAI's name, where it is plain JSON. */
export function readParameter(request: CanonicalRequest, name: string): JsonValue | undefined {
  const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
  return member === undefined ? request.extra[name] : (request[member] as JsonValue | undefined);
}

/** The request without the parameters named (`additional_drop_params`; a path into a member is not for here). */
export function omitParameters(request: CanonicalRequest, names: readonly string[]): CanonicalRequest {
  const members = new Set(names.map((name) => (Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined)));
  const kept = Object.entries(request).filter(([member]) => !members.has(member as keyof CanonicalRequest));
  const extra = Object.fromEntries(Object.entries(request.extra).filter(([name]) => !names.includes(name)));
  return { ...(Object.fromEntries(kept) as unknown as CanonicalRequest), extra };
}
