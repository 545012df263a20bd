import type { ClientFormat } from '../format.js';
import { clientOf } from '../openai-operation/client-of.js';
import { encodeJsonResult } from '../openai-operation/encode-json-result.js';
import { decodeRequest } from './decode-request.js';

/** OpenAI's moderations as clients speak them. A client that named no model is told which one judged. */
export const openaiModerationsClient: ClientFormat = clientOf({
  id: 'openai-moderations',
  decodeRequest,
  encodeResponse: (response, { requestedModel }) => ({
    ...encodeJsonResult(response),
    ...(requestedModel !== '' && { model: requestedModel }),
  }),
});
