import { GatewayError } from '@tollgate/canonical';
import type { ProviderObject } from '@tollgate/dispatch';

/**
 * The one answer to an id that nobody was shown, one of another tenant, one that was deleted and one that has expired: whoever asks
 * learns nothing from it.
 */
export function objectNotFound(kind: string, id: string, param?: string): GatewayError {
  return new GatewayError('not_found', {
    message:
      `No ${kind} with the id '${id}' was found. Answers with \`store: false\`, and those of providers without the Responses API, ` +
      'are not kept: send the conversation so far as input instead.',
    ...(param !== undefined && { param }),
  });
}

/** Its provider cannot be asked any more. */
export function objectOutOfReach(kind: string, id: string, param?: string): GatewayError {
  return new GatewayError('invalid_request', {
    message: `The ${kind} '${id}' is kept at a deployment that is not configured any more. Send the conversation so far as input instead.`,
    ...(param !== undefined && { param }),
  });
}

/** What a provider says of an object, in the words of the client: by the id that it was shown. */
export function withShownIds(error: GatewayError, objects: readonly ProviderObject[]): GatewayError {
  let { message } = error;
  for (const { upstreamId, publicId } of objects) message = message.replaceAll(upstreamId, publicId);
  return message === error.message ? error : error.withMessage(message);
}
