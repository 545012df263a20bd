import { ollamaEmbeddingsUpstream } from '@tollgate/formats';
import { openaiOperation } from '../openai-operation.js';

/** `POST <api base>/api/embed`, texts only. */
export const ollamaEmbeddingsOperation = openaiOperation({
  format: ollamaEmbeddingsUpstream,
  path: () => ['api', 'embed'],
  textOnly: true,
});
