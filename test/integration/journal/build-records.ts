import { type CompletionRecord, RECORD_VERSION, type RecordTexts, type StartedRecord } from '@tollgate/canonical';

const request = {
  v: RECORD_VERSION,
  receivedAt: 1_795_000_000_000,
  route: '/v1/chat/completions',
  operation: 'chat',
  format: 'openai-chat',
  callType: 'acompletion',
  stream: false,
  modelRequested: 'gpt-4o',
  modelGroup: 'gpt-4o',
  deploymentId: 'd',
  provider: 'openai',
  model: 'gpt-4o',
  callId: 'c',
  keyId: 'k',
  keyHash: 'h',
  tagIds: [],
  tags: [],
  windows: [{ scope: 'key', id: 'k', start: 0 }],
  sinks: [],
} as const;

export function startedRecord(requestId: string, extra: Partial<StartedRecord> = {}): StartedRecord {
  return {
    ...request,
    requestId,
    attempt: 1,
    startedAt: request.receivedAt + 1,
    heldNano: '700',
    chargedNano: '0',
    ...extra,
  };
}

export function finishedRecord(requestId: string, extra: Partial<CompletionRecord> = {}): CompletionRecord {
  const record = {
    ...request,
    requestId,
    endedAt: request.receivedAt + 5,
    status: 'success',
    httpStatus: 200,
    costNano: '10',
  } as const;
  return { ...record, costEstimated: false, attempts: [], ...extra };
}

export function textsOf(requestId: string): RecordTexts {
  return { requestId, receivedAt: request.receivedAt, audiences: ['log'], input: { messages: [] }, output: 'hello' };
}
