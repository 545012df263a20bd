import { type CompletionRecord, GatewayError, type RecordTexts } from '@tollgate/canonical';
import { NANO_USD_MAX } from '@tollgate/kernel';
import { buildRecord, buildTexts, type Walked } from './build-record.js';
import type { Ending } from './ending.js';
import type { PipelineParts } from './pipeline-parts.js';
import { logError, traceEnded } from './trace-request.js';

/**
 * Record, settle, end: in this order, so that counters are repaired from the ledger and never the reverse. Never throws: whatever fails,
 * what is held is settled and the client gets an end, a clean one only if the record stands in the journal.
 */
export async function conclude(parts: PipelineParts, walked: Walked, ending: Ending): Promise<void> {
  const { record, unwritten } = await write(parts, walked, ending);
  attempt(parts, walked, 'a request could not be settled', () => {
    if (ending.closed !== undefined) parts.accounts.settle(ending.closed);
  });
  attempt(parts, walked, 'a request could not be told of', () => {
    if (record !== undefined) tell(parts, walked, ending, record);
  });
  if (unwritten === undefined) ending.send();
  else ending.spoil(unwritten);
}

export function journalUnavailable(cause: unknown): GatewayError {
  const message = 'The journal cannot be written, so the call could not be accounted for. Try again.';
  return new GatewayError('journal_unavailable', { message, cause, retryAfterMs: 1000 });
}

interface Written {
  readonly record: CompletionRecord | undefined;
  /** What the client is told instead of its end. */
  readonly unwritten: GatewayError | undefined;
}

async function write(parts: PipelineParts, walked: Walked, ending: Ending): Promise<Written> {
  let record: CompletionRecord | undefined;
  try {
    const now = parts.clock.now();
    record = buildRecord(walked, ending, now);
    await parts.journal.finished(record, textsOf(parts, walked, ending, now));
    return { record, unwritten: undefined };
  } catch (cause) {
    parts.logger.error({ callId: walked.ingress.callId, err: String(cause) }, 'journal cannot be written');
    return { record, unwritten: journalUnavailable(cause) };
  }
}

/** A record without its texts is still a record. */
function textsOf(parts: PipelineParts, walked: Walked, ending: Ending, now: number): RecordTexts | undefined {
  let texts: RecordTexts | undefined;
  attempt(parts, walked, 'the texts of a request cannot be kept', () => {
    texts = buildTexts(walked, ending, now, () => parts.ids.newId());
  });
  return texts;
}

function tell(parts: PipelineParts, walked: Walked, ending: Ending, record: CompletionRecord): void {
  // of what is to come only the end is told
  if (record.status !== 'pending') {
    if (record.costNano !== null) parts.keySpend.add(walked.principal, BigInt(record.costNano));
    parts.metrics.observe(record, {
      group: ending.closed?.attempt.step.model.group ?? walked.grant?.model.group,
      deployment: ending.closed?.attempt.step.deployment,
    });
  }
  alarm(parts, walked, ending, record);
  if (ending.error !== undefined) logError(parts.logger, walked, ending.error);
  traceEnded(parts.logger, walked, record, parts.clock.monotonicMs());
}

/** Money that cannot be right is charged as well as it can be, and said aloud. */
function alarm(
  parts: PipelineParts,
  { ingress }: Walked,
  { closed }: Ending,
  { costNano, usage }: CompletionRecord,
): void {
  const fields = { callId: ingress.callId, deployment: closed?.attempt.step.target.deploymentId, costNano };
  if (closed?.disbelieved === true) {
    const complaint = 'a provider reported a usage that no answer can have; an estimate was charged';
    parts.logger.error({ ...fields, reported: usage?.raw }, complaint);
  }
  if (costNano === String(NANO_USD_MAX)) parts.logger.error(fields, 'a request cost more than the ledger can hold');
}

function attempt(parts: PipelineParts, walked: Walked, complaint: string, step: () => void): void {
  try {
    step();
  } catch (fault) {
    parts.logger.error({ callId: walked.ingress.callId, err: String(fault) }, complaint);
  }
}
