import { type Dispatched, tenantOf } from '@tollgate/dispatch';
import { keptResponse, type ShownId } from '@tollgate/formats';
import type { Walked } from '../pipeline/build-record.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';

/** What ids of objects at a provider are made of: anything else is never sent back to one in a path. */
const PROVIDER_ID = /^[A-Za-z0-9_-]{1,256}$/;
/** Providers keep a response for thirty days (OpenAI, "Data controls in the OpenAI platform"; Azure and xAI say the same). */
const KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Gives the response that a provider of the client's own dialect begins an id of ours, and writes down whose it is before that id is
 * shown, where the provider keeps it. undefined: the answer has no id that its client could come back with.
 *
 * While the store is away an answer is shown an id that nobody has: what was made and paid for is not lost for it.
 */
export async function keepAnswer(
  parts: Pick<PipelineParts, 'objects' | 'ids' | 'clock' | 'logger'>,
  walked: Walked,
  { answer, attempt }: Dispatched,
): Promise<ShownId | undefined> {
  const { format } = walked.surface;
  if (format.id !== 'openai-responses' || attempt.operation.format.id !== format.id) return undefined;
  const kept = keptResponse(answer.kind === 'unary' ? answer.response : answer.events);
  const publicId = `resp_${parts.ids.newId().replaceAll('-', '')}`;
  const references = walked.references ?? [];
  if (kept?.stored === true && walked.request?.store !== false && PROVIDER_ID.test(kept.id)) {
    const previous = references.find(({ kind }) => kind === 'response');
    const now = parts.clock.now();
    await parts.objects
      .keep({
        kind: 'response',
        publicId,
        upstreamId: kept.id,
        provider: attempt.step.target.provider,
        deploymentId: attempt.step.deployment.id,
        tenant: tenantOf(walked.principal),
        keyId: walked.principal.keyId,
        requestId: walked.ingress.requestId,
        modelRequested: walked.request?.model ?? '',
        ...(previous !== undefined && { previousId: previous.publicId }),
        createdAt: now,
        expiresAt: now + KEPT_MS,
      })
      .catch((cause: unknown) =>
        parts.logger.error(
          { callId: walked.ingress.callId, err: String(cause) },
          'the owner of a response is not kept',
        ),
      );
  }
  return (id) => (id === kept?.id ? publicId : references.find(({ upstreamId }) => upstreamId === id)?.publicId);
}
