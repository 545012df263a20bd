import { type AttemptRecord, type CompletionRecord, RECORD_VERSION } from '@tollgate/canonical';
import { SystemIds, uuidV5 } from '@tollgate/kernel';

const ids = new SystemIds();

/** 2026-11-25, noon. */
export const NOON = Date.UTC(2026, 10, 25, 12);

export function buildAttempt(change: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    attempt: 1,
    deploymentId: 'deployment-1',
    provider: 'openai',
    model: 'gpt-4o',
    apiBase: 'https://api.example.com/v1',
    startedAt: NOON + 5,
    endedAt: NOON + 900,
    outcome: 'success',
    status: 200,
    costNano: '1500',
    estimated: false,
    heldNano: '9000',
    ...change,
  };
}

/** A call that succeeded, of key, user, team and organization, with lifetime windows. */
export function buildRecord(change: Partial<CompletionRecord> = {}): CompletionRecord {
  const requestId = change.requestId ?? ids.newId();
  const keyId = change.keyId ?? '0197f0a0-0000-7000-8000-0000000000a1';
  const userId = change.userId ?? 'user-1';
  return {
    v: RECORD_VERSION,
    requestId,
    receivedAt: NOON,
    endedAt: NOON + 900,
    status: 'success',
    httpStatus: 200,
    route: '/v1/chat/completions',
    operation: 'chat',
    format: 'openai-chat',
    callType: 'acompletion',
    stream: false,
    keyId,
    keyHash: 'a'.repeat(64),
    userId,
    teamId: 'team-1',
    organizationId: 'organization-1',
    tagIds: [],
    tags: [],
    modelRequested: 'gpt-4o',
    modelGroup: 'gpt-4o',
    model: 'gpt-4o',
    litellmModel: 'openai/gpt-4o',
    provider: 'openai',
    deploymentId: 'deployment-1',
    apiBase: 'https://api.example.com/v1',
    usage: { inputUncached: 800, cacheRead: 200, output: 150 },
    costNano: '1500',
    costEstimated: false,
    attempts: [buildAttempt()],
    windows: [
      { scope: 'key', id: keyId, start: 0 },
      { scope: 'user', id: userId, start: 0 },
      { scope: 'team', id: 'team-1', start: 0 },
      { scope: 'global', id: 'global', start: 0 },
    ],
    callId: requestId,
    sinks: [],
    ...change,
  };
}

/** The ids that a record carries for names of the organization's tenant. */
export function named(name: string): string {
  return uuidV5('organization', 'organization-1', name);
}
