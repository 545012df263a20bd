import type { CanonicalRequest, EmbeddingsInput } from '@tollgate/canonical';

/** The input of an embeddings request; throws where somebody made one without. */
export function readEmbeddings({ input }: Pick<CanonicalRequest, 'input'>): EmbeddingsInput {
  if (input?.operation !== 'embeddings') throw new TypeError('an embeddings request without its input');
  return input;
}
