import { type AttemptRecord, type CompletionRecord, RECORD_VERSION, type Usage } from '@tollgate/canonical';
import type { DeliveredRecord } from '@tollgate/callbacks';
import type { JsonValue } from '@tollgate/kernel';

/**
 * Calls 1 to 6 of the recording as our own records hold them: the requests of its README and the answers of its upstream. Ids
 * and instants that are not ours to choose are the recording's; a request id is the recorded trace id as a UUID.
 */
export const LITELLM_CALLS: readonly DeliveredRecord[] = [
  answered('095f9e0c-acce-19a2-3e38-fbf8a60e12df', 1_795_213_878_964, 1_795_213_878_971, 'one', {
    customer: 'end-1',
    sessionId: 'sess-1',
    tags: ['t1', 't2'],
    requestMetadata: {
      generation_name: 'gen-name',
      generation_id: 'gen-id-1',
      trace_id: 'trace-id-1',
      trace_name: 'trace-name',
      trace_user_id: 'tuser',
      session_id: 'sess-1',
      tags: ['t1', 't2'],
      trace_metadata: { k: 'v' },
      version: '1.2',
      custom: 'c',
    },
    modelParameters: { user: 'end-1' },
    callId: '4866b32c-94f2-4086-9e29-763b89f07182',
    providerResponseId: 'chatcmpl-mock-6',
  }),
  answered('f813e79b-f917-ec2f-cc8f-52e8c1e1e5d6', 1_795_213_879_004, 1_795_213_879_024, 'two', {
    stream: true,
    firstTokenAt: 1_795_213_879_016,
    modelParameters: { stream_options: { include_usage: true } },
    callId: 'b03949ef-4dfd-4883-8b55-bbb85e7a15b4',
    providerResponseId: 'chatcmpl-mock-7',
  }),
  toolCall(),
  failed('c36b86c4-8d0c-fa15-4c85-9a7224bd765e', 1_795_213_879_073, 1_795_213_879_078, 'four', {
    litellmModel: 'openai/err-500',
    apiBase: 'http://127.0.0.1:18080/v1',
    errorMessage: 'litellm.InternalServerError: InternalServerError: OpenAIException - The server had an error.',
    callId: '950c52ad-9864-44a9-b55f-dff3513aae14',
    attempts: [attempt()],
  }),
  answered('f4ff4d95-41d8-d719-2598-0d9c180e4778', 1_795_213_879_135, 1_795_213_879_141, 'five', {
    litellmModel: 'openai/priced-model',
    deploymentId: 'd0c62793f551b5f628536c448f3c5132314ffef5ca956ad8d3b8f3e9dfdfbd2d',
    costNano: '40000000',
    modelParameters: { temperature: 0.2, max_tokens: 10 },
    callId: '95d4a89d-d88b-433e-a750-9af1197733f6',
    providerResponseId: 'chatcmpl-mock-9',
  }),
  failed('9dadfacb-9dd0-c706-d4b9-a107663e18d4', 1_795_213_879_166, 1_795_213_879_170, 'six', {
    status: 'refused',
    httpStatus: 400,
    modelRequested: 'no-such',
    errorMessage:
      "litellm.BadRequestError: You passed in model=no-such. There are no healthy deployments for this model\n\nLiteLLM: model group 'no-such' failed with the error above and no fallback model group was found for it, so the request was not retried on another model. Fallbacks are configured for: fb-bad. Add a fallbacks entry for that model group (Router fallbacks or proxy router_settings.fallbacks) to retry on another model.",
    callId: '7eb49dbf-430a-4e08-bd5e-0ade653ead3a',
  }),
];

function usage(): Usage {
  const completion = {
    accepted_prediction_tokens: 0,
    audio_tokens: 0,
    reasoning_tokens: 0,
    rejected_prediction_tokens: 0,
  };
  const raw = {
    completion_tokens: 10,
    prompt_tokens: 20,
    total_tokens: 30,
    completion_tokens_details: completion,
    prompt_tokens_details: { audio_tokens: 0, cached_tokens: 8 },
  };
  return { inputUncached: 12, cacheRead: 8, output: 10, raw };
}

function attempt(): AttemptRecord {
  const times = { startedAt: 1, endedAt: 2 };
  const what = { deploymentId: 'd', provider: 'openai', model: 'm', apiBase: 'http://127.0.0.1:18080/v1' };
  return { attempt: 1, ...what, ...times, outcome: 'success', costNano: null, estimated: false, heldNano: '0' };
}

type Extra = Partial<CompletionRecord>;

function base(requestId: string, receivedAt: number, endedAt: number): CompletionRecord {
  return {
    v: RECORD_VERSION,
    requestId,
    receivedAt,
    endedAt,
    status: 'success',
    httpStatus: 200,
    route: '/v1/chat/completions',
    operation: 'chat',
    format: 'openai-chat',
    callType: 'acompletion',
    stream: false,
    keyId: 'key',
    keyHash: 'a22e06dab4658ed7566a5585f49eaa9b77791fdd3ab646f0e0b5548f65348580',
    keyAlias: 'cb2',
    keySpendNano: '0',
    userId: 'u-1',
    tagIds: [],
    tags: [],
    modelRequested: 'gpt-4o',
    costNano: '140000',
    costEstimated: false,
    attempts: [],
    windows: [],
    callId: 'call',
    userAgent: 'curl/7.88.1',
    clientProduct: 'curl',
    ipAddress: '127.0.0.1',
    keyMetadata: { dept: 'x' },
    sinks: ['langfuse'],
  };
}

function answered(
  requestId: string,
  receivedAt: number,
  endedAt: number,
  prompt: string,
  extra: Extra,
): DeliveredRecord {
  const target = {
    litellmModel: 'openai/gpt-4o',
    deploymentId: 'e9db7bf0eeba51f338260c96b963df49d6d26293b89fe22c5e93a741dde31395',
    apiBase: 'http://127.0.0.1:18080/v1',
  };
  const record = {
    ...base(requestId, receivedAt, endedAt),
    ...target,
    usage: usage(),
    attempts: [attempt()],
    ...extra,
  };
  return {
    record,
    texts: {
      input: { messages: [{ role: 'user', content: prompt }] },
      output: { role: 'assistant', content: 'Hello from the upstream.' },
    },
  };
}

function failed(requestId: string, receivedAt: number, endedAt: number, prompt: string, extra: Extra): DeliveredRecord {
  const record = {
    ...base(requestId, receivedAt, endedAt),
    status: 'failure' as const,
    httpStatus: 500,
    costNano: '0',
    ...extra,
  };
  return { record, texts: { input: { messages: [{ role: 'user', content: prompt }] }, output: null } };
}

function toolCall(): DeliveredRecord {
  const delivered = answered('138f1737-336b-fd86-d965-dc9e36a7cc7d', 1_795_213_879_046, 1_795_213_879_051, 'three', {
    litellmModel: 'openai/tools',
    deploymentId: 'cb75910ea8b460548fbc2fe1cd2b89d7120ca09cf3ce8ce7e40c943fc015c6ec',
    costNano: null,
    callId: 'c3ce9c64-2a38-477d-9541-2c2c22be2809',
    providerResponseId: 'chatcmpl-mock-8',
  });
  const tools: JsonValue = [
    {
      type: 'function',
      function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
    },
  ];
  const calls: JsonValue = [
    { function: { arguments: '{"city":"Paris"}', name: 'get_weather' }, id: 'call_mock_1', type: 'function' },
  ];
  const texts = {
    input: { messages: [{ role: 'user', content: 'three' }], tools },
    output: { role: 'assistant', content: null, tool_calls: calls },
  };
  return { ...delivered, texts };
}
