import { clientOf } from '../openai-operation/client-of.js';
import { decodeRequest } from './decode-request.js';
import { encodeResponse } from './encode-response.js';

/** OpenAI's embeddings as clients speak them. */
export const openaiEmbeddingsClient = clientOf({ id: 'openai-embeddings', decodeRequest, encodeResponse });
