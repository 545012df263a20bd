import { GatewayError } from '@tollgate/canonical';
import type { ProviderObject } from '@tollgate/dispatch';

/**
 * The one answer to an id that nobody was shown, one of another tenant, one that was deleted and one that has expired: whoever asks
 * learns nothing from it.
 */
export function objectNotFound(kind: string, id: string, param?: string): GatewayError {
  return new GatewayError('not_found', {
    message: `No ${kind} with the id '${id}' was found. ${ADVICE[kind] ?? ASK_FOR_IT}`,
    ...(param !== undefined && { param }),
  });
}

const ASK_FOR_IT =
  'Only what an answer of this gateway named to you can be named again: send the content itself, or have the operator list the id in general_settings.shared_provider_objects.';
const ONLY_KEPT =
  'An item can be named by its id alone where its provider keeps the answer: not with `store: false`, nor at providers without the Responses API.';

/** What else can be done, by what was named. */
const ADVICE: Readonly<Record<string, string>> = {
  response:
    'Answers with `store: false` are not kept, and the others for 30 days: send the conversation so far as input instead.',
  item: `${ONLY_KEPT} Send it with its content, or go on by previous_response_id.`,
  'reasoning item': `${ONLY_KEPT} Send it with its encrypted_content (include: ["reasoning.encrypted_content"] asks for that), or leave it out.`,
  conversation:
    "Send the conversation so far as input instead. One that all may use is the operator's to list in general_settings.shared_provider_objects.",
};

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
  // of an answer that is no object itself the client knows the provider's ids
  for (const { kind, upstreamId, publicId } of objects)
    if (kind !== 'answer') message = message.replaceAll(upstreamId, publicId);
  return message === error.message ? error : error.withMessage(message);
}
