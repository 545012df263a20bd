import { fail, isJsonObject, succeed, type JsonObject, type JsonValue, type Outcome } from '@tollgate/kernel';
import type { GatewayError } from '@tollgate/canonical';
import { misspeltMember } from '../known-members.js';
import { invalidMember } from '../check-members.js';

/**
 * The body with the members of `extra_body` at its top level, as LiteLLM sends them on (transcript `chat-metadata` step 4). They
 * are governed like any other from then on; a member that stands in both places is the top level's.
 */
export function liftExtraBody(body: JsonObject): Outcome<JsonObject, GatewayError> {
  const extra = body['extra_body'];
  if (extra === undefined) return succeed(body);
  if (extra !== null && !isJsonObject(extra)) return fail(invalidMember('extra_body', 'an object'));
  const lifted: Record<string, JsonValue | undefined> = {};
  for (const [name, value] of Object.entries(extra ?? {})) {
    const spelling = misspeltMember(name);
    if (name === 'extra_body' || spelling !== undefined) {
      return fail(
        invalidMember(
          `extra_body.${name}`,
          spelling === undefined ? 'no nested extra_body' : `the spelling '${spelling}'`,
        ),
      );
    }
    if (name !== '__proto__') lifted[name] = value;
  }
  const { extra_body: _lifted, ...own } = body;
  return succeed({ ...lifted, ...own });
}
