import type { JsonObject } from '@tollgate/kernel';
import type { Dispatched } from '@tollgate/dispatch';
import { inputItems, listedItems, type ToldKeeping } from '@tollgate/formats';
import type { Walked } from '../pipeline/build-record.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { isStored } from './is-stored.js';

/** What becomes of an answer that its provider does not keep. */
export interface Keeping {
  /** What the answer says of it. */
  readonly told: ToldKeeping;
  /** Writes the answer down as its client is shown it, before it sees its end; never rejects. Absent: it is not kept. */
  readonly keep?: ((response: JsonObject) => Promise<void>) | undefined;
}

/**
 * How a response that was given over chat is kept: by the gateway, unless the client or the operator wants it forgotten. undefined for any
 * other answer.
 *
 * While the store is away an answer is shown an id that nobody has: what was made and paid for is not lost for it.
 */
export function keepingOf(
  parts: Pick<PipelineParts, 'bridged' | 'ids' | 'logger'>,
  walked: Walked,
  { attempt }: Pick<Dispatched, 'attempt'>,
): Keeping | undefined {
  const { request, conversation } = walked;
  const { deployment, target } = attempt.step;
  const stored = isStored(walked, attempt);
  if (request === undefined || stored === undefined) return undefined;
  const previous = conversation?.previous;
  const leftOut = attempt.warnings.filter(({ code }) => code === 'dropped').map(({ path }) => path);
  const told = {
    stored,
    ...(previous !== undefined && { previousId: previous.publicId }),
    ...(leftOut.length > 0 && { leftOut }),
  };
  if (!stored) return { told };
  const keep = async (response: JsonObject): Promise<void> => {
    const { principal, ingress } = walked;
    const { id: publicId } = response;
    if (typeof publicId !== 'string') return;
    const keeping = {
      publicId,
      keyId: principal.keyId,
      requestId: ingress.requestId,
      provider: target.provider,
      deploymentId: deployment.id,
      modelRequested: request.model,
      principal,
      previous,
    };
    try {
      const input = listedItems(inputItems(request).slice(conversation?.items ?? 0), () => parts.ids.newId());
      await parts.bridged.keep(keeping, { input, response });
    } catch (cause) {
      parts.logger.error({ callId: ingress.callId, err: String(cause) }, 'a response is not kept');
    }
  };
  return { told, keep };
}
