import { type Dispatched, type ProviderObject, tenantOf } from '@tollgate/dispatch';
import { type KeptResponse, keptResponse, NamedIds, type ShownId } from '@tollgate/formats';
import type { Walked } from '../pipeline/build-record.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { keepNamed } from './keep-named.js';
import { PROVIDER_ID } from './provider-id.js';

/** Providers keep a response for thirty days (OpenAI, "Data controls in the OpenAI platform"; Azure and xAI say the same). */
const KEPT_MS = 30 * 24 * 3_600_000;

type KeepingParts = Pick<PipelineParts, 'objects' | 'ids' | 'clock' | 'logger'>;

/** What the client may come back to of an answer. */
export interface KeptAnswer {
  /** Of a dialect whose answers are shown by ids of ours. */
  readonly shownId?: ShownId;
  /** To be told of what is streamed; absent where that names nothing. */
  readonly named?: NamedIds;
  /** Writes down what a stream named, before its client reads the end. Never rejects. */
  keepNamed(): Promise<void>;
}

/**
 * Gives the response that a provider of the client's own dialect begins an id of ours, and writes down whose it is, and whose is what it
 * names, before that is shown, where the provider keeps it. undefined: of another dialect's answer the client is shown nothing that it
 * could come back with.
 *
 * While the store is away an answer is shown ids that nobody has: what was made and paid for is not lost for it.
 */
export async function keepAnswer(
  parts: KeepingParts,
  walked: Walked,
  dispatched: Dispatched,
): Promise<KeptAnswer | undefined> {
  const { answer, attempt } = dispatched;
  const { format } = walked.surface;
  if (attempt.operation.format.id !== format.id) return undefined;
  const named = new NamedIds(format.id, walked.request?.extra);
  if (answer.kind === 'unary') named.push(answer.response);
  const response = format.id === 'openai-responses' ? responseOf(dispatched) : undefined;
  const isKept = response?.stored === true && walked.request?.store !== false && PROVIDER_ID.test(response.id);
  const base = objectOf(parts, walked, dispatched, isKept ? response : undefined);
  const object = { ...base, namedIds: named.idsOf(isKept) };
  const isWritten = isKept || object.namedIds.length > 0;
  if (isWritten) await write(parts, walked, object);
  return {
    ...(format.id === 'openai-responses' && { shownId: shownIdOf(walked, response, base.publicId) }),
    ...(canName(walked) && { named }),
    keepNamed: async () => {
      const ids = named.idsOf(isKept);
      if (isWritten) await keepNamed(parts, walked, object, ids);
      else if (ids.length > 0) await write(parts, walked, { ...base, namedIds: ids });
    },
  };
}

/** Chat completions name what they said aloud alone, and are not looked through for it where nobody asked for that. */
function canName({ surface, request }: Walked): boolean {
  return surface.format.id !== 'openai-chat' || request?.extra['audio'] !== undefined;
}

function responseOf({ answer }: Dispatched): KeptResponse | undefined {
  return keptResponse(answer.kind === 'unary' ? answer.response : answer.events);
}

/** The row of a response that is kept; otherwise of an answer, whose row is for what it names alone. */
function objectOf(
  { ids, clock }: KeepingParts,
  walked: Walked,
  { attempt }: Dispatched,
  kept: KeptResponse | undefined,
): ProviderObject {
  const now = clock.now();
  const previous = walked.references?.find(({ upstreamId }) => upstreamId === previousOf(walked));
  const id = ids.newId().replaceAll('-', '');
  return {
    ...(kept === undefined
      ? { kind: 'answer', publicId: `ans_${id}`, upstreamId: '' }
      : { kind: 'response', publicId: `resp_${id}`, upstreamId: kept.id }),
    provider: attempt.step.target.provider,
    deploymentId: attempt.step.deployment.id,
    tenant: tenantOf(walked.principal),
    keyId: walked.principal.keyId,
    requestId: walked.ingress.requestId,
    modelRequested: walked.request?.model ?? '',
    ...(previous !== undefined && { previousId: previous.publicId }),
    createdAt: now,
    expiresAt: now + KEPT_MS,
  };
}

/** By the provider's id, as the request that was sent has it. */
function previousOf({ request }: Walked): unknown {
  return request?.extra['previous_response_id'];
}

/** Of an answer that is not kept the id is one of ours all the same. */
function shownIdOf(
  { references = [], snapshot }: Walked,
  response: KeptResponse | undefined,
  publicId: string,
): ShownId {
  const own = publicId.replace(/^ans_/, 'resp_');
  const shared = snapshot.settings.sharedProviderObjects;
  return (id) => {
    if (id === response?.id) return own;
    return shared?.has(id) === true ? id : references.find(({ upstreamId }) => upstreamId === id)?.publicId;
  };
}

async function write(parts: KeepingParts, { ingress }: Walked, object: ProviderObject): Promise<void> {
  await parts.objects
    .keep(object)
    .catch((cause: unknown) =>
      parts.logger.error({ callId: ingress.callId, err: String(cause) }, 'the owner of a response is not kept'),
    );
}
