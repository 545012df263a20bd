import type { JsonObject } from '@tollgate/kernel';
import type { FailureClass, Usage } from '@tollgate/canonical';

/** What a provider's published documentation says of its chat completions. None of it is recorded traffic. */
export interface DocumentedHost {
  /** The page that says so. */
  readonly source: string;
  /** Where a request to the default address goes, or one to `apiBase`. */
  readonly address: string;
  readonly apiBase?: string;
  /** The configured model, and the name in the request, where they differ. */
  readonly model?: readonly [configured: string, sent: string];
  /** The member that bounds the output. */
  readonly limitField: 'max_tokens' | 'max_completion_tokens';
  /** Members that its answers have beside OpenAI's. */
  readonly answer?: JsonObject;
  /** The message's member that holds what was thought. */
  readonly reasoning?: 'reasoning' | 'reasoning_content';
  /** Its usage block, and the buckets that it fills. */
  readonly usage: JsonObject;
  readonly buckets: Omit<Usage, 'raw'>;
  readonly error: { readonly status: number; readonly body: JsonObject; readonly failureClass: FailureClass };
  /** Parameters of OpenAI's that it says it does not take. */
  readonly refuses?: readonly string[];
}

const PLAIN_USAGE = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 };
const PLAIN_BUCKETS = { inputUncached: 9, output: 12 };
const NO_KEY = (message: string): DocumentedHost['error'] => ({
  status: 401,
  body: { error: { message, type: 'invalid_request_error', code: 'invalid_api_key' } },
  failureClass: 'authentication',
});

/** Every provider that is unproven, by its id. */
export const DOCUMENTED_HOSTS: Readonly<Record<string, DocumentedHost>> = {
  hosted_vllm: {
    source: 'docs.vllm.ai/en/latest/serving/openai_compatible_server, reasoning_outputs',
    apiBase: 'http://10.0.0.5:8000/v1',
    address: 'http://10.0.0.5:8000/v1/chat/completions',
    limitField: 'max_tokens',
    answer: { prompt_logprobs: null, kv_transfer_params: null },
    reasoning: 'reasoning_content',
    usage: { ...PLAIN_USAGE, prompt_tokens_details: { cached_tokens: 4 } },
    buckets: { inputUncached: 5, cacheRead: 4, output: 12 },
    error: {
      status: 400,
      body: {
        object: 'error',
        message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.",
        type: 'BadRequestError',
        param: null,
        code: 400,
      },
      failureClass: 'context-window',
    },
  },
  fireworks_ai: {
    source: 'docs.fireworks.ai/api-reference/post-chatcompletions',
    address: 'https://api.fireworks.ai/inference/v1/chat/completions',
    model: ['llama-v3p1-8b-instruct', 'accounts/fireworks/models/llama-v3p1-8b-instruct'],
    limitField: 'max_tokens',
    reasoning: 'reasoning_content',
    usage: { ...PLAIN_USAGE, prompt_tokens_details: { cached_tokens: 8 } },
    buckets: { inputUncached: 1, cacheRead: 8, output: 12 },
    error: NO_KEY('The API key you provided is invalid.'),
  },
  deepinfra: {
    source: 'deepinfra.com/docs/openai_api',
    address: 'https://api.deepinfra.com/v1/openai/chat/completions',
    limitField: 'max_tokens',
    reasoning: 'reasoning_content',
    usage: { ...PLAIN_USAGE, estimated_cost: 0.00000135 },
    buckets: PLAIN_BUCKETS,
    error: { status: 401, body: { detail: { error: 'Not authenticated' } }, failureClass: 'authentication' },
  },
  cerebras: {
    source: 'inference-docs.cerebras.ai/api-reference/chat-completions',
    address: 'https://api.cerebras.ai/v1/chat/completions',
    limitField: 'max_completion_tokens',
    answer: { time_info: { queue_time: 0.0001, prompt_time: 0.0006, completion_time: 0.02, total_time: 0.02 } },
    reasoning: 'reasoning',
    usage: { ...PLAIN_USAGE, completion_tokens_details: { reasoning_tokens: 7 } },
    buckets: { inputUncached: 9, output: 5, reasoning: 7 },
    error: {
      status: 400,
      body: {
        message: 'Please reduce the length of the messages or completion. Current length is 9001 while limit is 8192',
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      },
      failureClass: 'context-window',
    },
    refuses: ['frequency_penalty', 'presence_penalty', 'logit_bias'],
  },
  nvidia_nim: {
    source: 'docs.api.nvidia.com/nim/reference/llm-apis',
    address: 'https://integrate.api.nvidia.com/v1/chat/completions',
    limitField: 'max_tokens',
    reasoning: 'reasoning_content',
    usage: PLAIN_USAGE,
    buckets: PLAIN_BUCKETS,
    error: {
      status: 404,
      body: {
        type: 'urn:inference-service:problem-details:not-found',
        title: 'Not Found',
        status: 404,
        detail: 'Not found',
      },
      failureClass: 'not-found',
    },
  },
  sambanova: {
    source: 'docs.sambanova.ai/docs/en/api-reference/endpoints/chat',
    address: 'https://api.sambanova.ai/v1/chat/completions',
    limitField: 'max_tokens',
    reasoning: 'reasoning_content',
    usage: { ...PLAIN_USAGE, acceptance_rate: 4.1, is_last_response: true, time_to_first_token: 0.1 },
    buckets: PLAIN_BUCKETS,
    error: {
      status: 429,
      body: {
        error: { code: 'rate_limit_exceeded', message: 'Rate limit exceeded', param: null, type: 'Too Many Requests' },
      },
      failureClass: 'rate-limit',
    },
  },
  moonshot: {
    source: 'platform.moonshot.ai/docs/api/chat',
    address: 'https://api.moonshot.ai/v1/chat/completions',
    limitField: 'max_tokens',
    reasoning: 'reasoning_content',
    usage: { ...PLAIN_USAGE, cached_tokens: 6 },
    buckets: { inputUncached: 3, cacheRead: 6, output: 12 },
    error: {
      status: 400,
      body: {
        error: { type: 'content_filter', message: 'The request was rejected because it was considered high risk' },
      },
      failureClass: 'content-policy',
    },
    refuses: ['functions', 'function_call'],
  },
  lm_studio: {
    source: 'lmstudio.ai/docs/app/api/endpoints/openai',
    apiBase: 'http://127.0.0.1:1234/v1',
    address: 'http://127.0.0.1:1234/v1/chat/completions',
    limitField: 'max_tokens',
    answer: { stats: {} },
    reasoning: 'reasoning_content',
    usage: PLAIN_USAGE,
    buckets: PLAIN_BUCKETS,
    error: { status: 400, body: { error: 'Model unloaded.' }, failureClass: 'bad-request' },
  },
  llamafile: {
    source: 'github.com/Mozilla-Ocho/llamafile, llama.cpp/server/README.md',
    address: 'http://127.0.0.1:8080/v1/chat/completions',
    limitField: 'max_tokens',
    usage: PLAIN_USAGE,
    buckets: PLAIN_BUCKETS,
    error: {
      status: 503,
      body: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
      failureClass: 'unavailable',
    },
  },
  github: {
    source: 'docs.github.com/en/rest/models/inference',
    address: 'https://models.inference.ai.azure.com/chat/completions',
    limitField: 'max_tokens',
    usage: PLAIN_USAGE,
    buckets: PLAIN_BUCKETS,
    error: {
      status: 429,
      body: { error: { code: 'RateLimitReached', message: 'Rate limit of 50 per 86400s exceeded', details: '' } },
      failureClass: 'rate-limit',
    },
  },
};
