import type { ProviderObject } from '@tollgate/dispatch';
import type { Walked } from '../pipeline/build-record.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';

/**
 * Adds to what an object is known to name, before its owner reads the last of it. Never rejects: while the store is away the ids are
 * nobody's, and what was made is told all the same.
 */
export async function keepNamed(
  { objects, logger }: Pick<PipelineParts, 'objects' | 'logger'>,
  { ingress }: Walked,
  object: ProviderObject,
  ids: readonly string[],
): Promise<void> {
  await objects
    .addNamed(object, ids)
    .catch((cause: unknown) =>
      logger.error({ callId: ingress.callId, err: String(cause) }, 'what a response names is not kept'),
    );
}
