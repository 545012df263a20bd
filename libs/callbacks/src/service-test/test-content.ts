import { type CompletionRecord, RECORD_VERSION } from '@tollgate/canonical';
import type { Instant } from '@tollgate/kernel';
import type { BudgetEvent } from '../alerts/budget-event.js';

/** What a test says instead of an event. */
export const TEST_MESSAGE = 'This is a test: no budget was crossed.';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** An event that concerns nobody. */
export function testEvent(id: string, now: Instant): BudgetEvent {
  return {
    id,
    createdAt: now,
    scope: 'key',
    scopeId: NOBODY,
    windowStart: 0,
    windowEnd: null,
    budgetDuration: '',
    event: 'threshold_crossed',
    threshold: 85,
    limitNano: 0n,
    spendNano: 0n,
    maxBudgetNano: null,
    softBudgetNano: null,
    name: null,
    keyId: null,
    keyHash: null,
    keyAlias: 'test',
    userId: null,
    userEmail: null,
    teamId: null,
    teamAlias: null,
    projectId: null,
    organizationId: null,
    model: null,
  };
}

/** A call that nobody made and that cost nothing. */
export function testRecord(id: string, now: Instant): CompletionRecord {
  return {
    v: RECORD_VERSION,
    requestId: id,
    callId: id,
    receivedAt: now,
    endedAt: now,
    status: 'success',
    httpStatus: 200,
    route: '/health/services',
    operation: 'chat',
    format: 'openai-chat',
    callType: 'acompletion',
    stream: false,
    keyId: NOBODY,
    keyHash: '',
    keyAlias: 'test',
    tagIds: [],
    tags: ['test'],
    modelRequested: 'test',
    model: 'test',
    costNano: '0',
    costEstimated: false,
    attempts: [],
    windows: [],
    sinks: [],
  };
}
