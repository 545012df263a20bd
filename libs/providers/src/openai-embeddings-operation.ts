import { openaiEmbeddings, type EmbeddingsQuirks } from '@tollgate/formats';
import type { ProviderOperation } from './adapter.js';
import { openaiOperation } from './openai-operation.js';

/** Embeddings at a host of OpenAI's dialect: `<api base>/embeddings`, with the host's quirks. */
export function openaiEmbeddingsOperation(quirks: EmbeddingsQuirks & { readonly textOnly?: true }): ProviderOperation {
  const { textOnly, ...own } = quirks;
  return openaiOperation({
    format: openaiEmbeddings(own),
    path: () => ['embeddings'],
    ...(textOnly !== undefined && { textOnly }),
  });
}
