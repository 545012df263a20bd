import { type AttemptRecord, type CompletionRecord, RECORD_VERSION, type StartedRecord } from '@tollgate/canonical';
import { type Instant, sumNanoUsd } from '@tollgate/kernel';

/**
 * The record of a request whose process died: its last attempt is charged with the whole hold, on top of what earlier attempts
 * cost, and marked estimated. It is unique by the same key as the true record, should that turn up.
 */
export function interruptedRecord(started: StartedRecord, now: Instant): CompletionRecord {
  const { attempt, startedAt, heldNano, chargedNano, ...request } = started;
  return {
    ...request,
    v: RECORD_VERSION,
    endedAt: now,
    status: 'interrupted',
    httpStatus: 500,
    errorCode: 'internal_error',
    errorMessage: 'The gateway was stopped before this answer ended.',
    costNano: String(sumNanoUsd([BigInt(heldNano), BigInt(chargedNano)])),
    costEstimated: true,
    attempts: [interruptedAttempt(started, now)],
  };
}

function interruptedAttempt(started: StartedRecord, now: Instant): AttemptRecord {
  return {
    attempt: started.attempt,
    deploymentId: started.deploymentId,
    provider: started.provider,
    model: started.model,
    modelGroup: started.modelGroup,
    apiBase: '',
    startedAt: started.startedAt,
    endedAt: now,
    outcome: 'failure',
    failureClass: 'incomplete',
    costNano: started.heldNano,
    estimated: true,
    heldNano: started.heldNano,
  };
}
