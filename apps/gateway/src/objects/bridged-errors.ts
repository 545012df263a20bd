import { GatewayError } from '@tollgate/canonical';
import type { BridgedResponse } from '@tollgate/dispatch';

const PARAM = 'previous_response_id';
const SEND_IT = 'send the conversation so far as input';

/** The operator keeps no responses for providers that keep none. */
export function keepingIsOff(model: string): GatewayError {
  return new GatewayError('invalid_request', {
    message: `The provider of '${model}' keeps no responses, and this gateway is set up not to keep them instead: ${SEND_IT}.`,
    param: PARAM,
  });
}

/** Its owner asks for what is not there: it was too large, or cannot be decrypted any more. */
export function contentMissing({ publicId, kept }: BridgedResponse, param?: string): GatewayError {
  const reason = kept
    ? 'cannot be read any more, since the key that it was encrypted with has changed'
    : 'was not kept, since it or its conversation was too large';
  return new GatewayError('invalid_request', {
    message: `The response '${publicId}' ${reason}: ${SEND_IT}.`,
    ...(param !== undefined && { param }),
  });
}

/** A conversation is asked for with all of its turns or not at all. */
export function turnMissing({ publicId }: BridgedResponse): GatewayError {
  return new GatewayError('invalid_request', {
    message: `A response that '${publicId}' goes on from was deleted, has expired, or cannot be read any more: ${SEND_IT}.`,
    param: PARAM,
  });
}

/** The model asked for is served by providers that keep their own responses. */
export function servedNatively({ publicId, modelRequested }: BridgedResponse, model: string): GatewayError {
  return new GatewayError('invalid_request', {
    message:
      `The response '${publicId}' is kept by the gateway, for providers that keep none; that of '${model}' keeps its own and does not ` +
      `know it. Ask '${modelRequested}', or ${SEND_IT}.`,
    param: PARAM,
  });
}
