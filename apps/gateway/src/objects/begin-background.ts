import { type RecordTexts, textAudiences } from '@tollgate/canonical';
import { type BackgroundAccount, BackgroundSettler, type Dispatched } from '@tollgate/dispatch';
import { keptResponse } from '@tollgate/formats';
import { buildRecord, type Walked } from '../pipeline/build-record.js';
import type { PipelineParts } from '../pipeline/pipeline-parts.js';
import { inputText } from '../pipeline/surface.js';
import { NOTHING_MADE } from './nothing-made.js';
import { PROVIDER_ID } from './provider-id.js';

/** An answer that its provider makes in the background, however its client gets it. */
export interface Background {
  /** Its end is asked for by itself, whatever becomes of this call: until then it is charged what it holds. */
  readonly isAskedLater: boolean;
}

/**
 * Writes down that the end of an answer is to be asked for, before its client can see that it was begun. Where that cannot be written it
 * is charged all that was at stake, at once. undefined: it is not made in the background. Never rejects.
 */
export async function beginBackground(
  parts: Pick<PipelineParts, 'accounts' | 'background' | 'clock' | 'logger'>,
  walked: Walked,
  dispatched: Dispatched,
): Promise<Background | undefined> {
  const { request, ingress } = walked;
  const { answer, attempt } = dispatched;
  if (attempt.operation.format.id !== 'openai-responses' || request?.extra['background'] !== true) return undefined;
  const upstreamId = keptResponse(answer.kind === 'unary' ? answer.response : answer.events)?.id ?? '';
  if (!PROVIDER_ID.test(upstreamId)) return { isAskedLater: false };
  const now = parts.clock.now();
  const { requestId, receivedAt } = ingress;
  const deploymentId = attempt.step.deployment.id;
  const account = accountOf(parts, walked, dispatched, upstreamId);
  try {
    const begun = { requestId, receivedAt, deploymentId, upstreamId, createdAt: now, account };
    await parts.background.insert(begun, BackgroundSettler.firstDue(now));
    return { isAskedLater: true };
  } catch (cause) {
    const complaint = 'the end of a background answer cannot be asked for later: it is charged all that it can cost';
    parts.logger.error({ callId: ingress.callId, err: String(cause) }, complaint);
    return { isAskedLater: false };
  }
}

function accountOf(
  { accounts, clock }: Pick<PipelineParts, 'accounts' | 'clock'>,
  walked: Walked,
  { attempt, earlier, firstTokenAt }: Dispatched,
  upstreamId: string,
): BackgroundAccount {
  const ending = {
    ...NOTHING_MADE,
    status: 'pending' as const,
    httpStatus: 200,
    error: undefined,
    closed: accounts.closeLater(attempt, true),
    earlier,
    firstTokenAt,
    providerResponseId: upstreamId,
  };
  const { inputTokens, inputNano, outputNanoPerMillion, outputMax } = attempt.estimate();
  const texts = textsOf(walked);
  return {
    record: buildRecord(walked, ending, clock.now()),
    atStakeNano: String(attempt.atStake),
    ...(inputNano !== undefined &&
      outputNanoPerMillion !== undefined && {
        estimate: {
          inputTokens,
          inputNano: String(inputNano),
          outputNanoPerMillion: String(outputNanoPerMillion),
          outputMax: (attempt.outputLimit ?? outputMax) * attempt.bound.choices,
        },
      }),
    ...(texts !== undefined && { texts }),
  };
}

/** The prompt, where somebody wants content: the end is told with it. */
function textsOf({ ingress, snapshot, body, request }: Walked): RecordTexts | undefined {
  const isForSome = [true, false].some((success) => textAudiences(snapshot, success).length > 0);
  const isWanted = isForSome && request?.gateway.noLog !== true;
  if (!isWanted || body === undefined) return undefined;
  const { requestId, receivedAt } = ingress;
  return { requestId, receivedAt, audiences: [], input: inputText(body), output: null };
}
