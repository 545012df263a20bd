import type { JsonObject } from '@tollgate/kernel';
import type { CanonicalRequest, Warning } from '@tollgate/canonical';
import { dropPath } from './drop-path.js';
import { holdsParameter } from './omit-parameters.js';

/**
 * The body without the members at these paths of `additional_drop_params`, and a warning for each path that named something: a parameter
 * that the client sent (see omitParameters, which has left it out before) or a member of the body.
 */
export function dropParameters(
  body: JsonObject,
  sent: CanonicalRequest,
  paths: readonly string[],
): { readonly body: JsonObject; readonly warnings: readonly Warning[] } {
  return {
    body: paths.reduce(dropPath, body),
    warnings: paths.filter((path) => holdsParameter(sent, path) || dropPath(body, path) !== body).map(asWarning),
  };
}

function asWarning(path: string): Warning {
  return { code: 'dropped', path, reason: 'additional_drop_params' };
}
