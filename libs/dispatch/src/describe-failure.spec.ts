import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailureClass, RouteStep, UpstreamFailure } from '@tollgate/canonical';
import { PROVIDERS, type ProviderAdapter } from '@tollgate/providers';
import { classifyFailure } from './classify-failure.js';
import { describeFailure } from './describe-failure.js';

interface Step {
  readonly request: { readonly model: string };
  readonly answer: {
    readonly status: number;
    readonly body: {
      readonly error: { readonly message: string; readonly type: string; readonly param: string | null };
    };
  };
}

const TRANSCRIPT = join(__dirname, '../../../test/conformance/transcripts/chat-provider-errors.json');
const steps = (JSON.parse(readFileSync(TRANSCRIPT, 'utf8')) as { steps: readonly Step[] }).steps.filter((step) =>
  /err-/.test(step.request?.model ?? ''),
);

/** What the fake provider of the transcripts answers (`upstream.mjs`). */
const SAID: Readonly<Record<string, { status: number; error: object }>> = {
  'err-400': {
    status: 400,
    error: {
      message: "Invalid value for 'temperature'.",
      type: 'invalid_request_error',
      code: 'invalid_value',
      param: 'temperature',
    },
  },
  'err-401': {
    status: 401,
    error: {
      message: 'Incorrect API key provided: sk-wrong.',
      type: 'invalid_request_error',
      code: 'invalid_api_key',
      param: null,
    },
  },
  'err-403': {
    status: 403,
    error: {
      message: 'You are not allowed to do this.',
      type: 'invalid_request_error',
      code: 'forbidden',
      param: null,
    },
  },
  'err-404': {
    status: 404,
    error: {
      message: 'The model does not exist.',
      type: 'invalid_request_error',
      code: 'model_not_found',
      param: null,
    },
  },
  'err-429': {
    status: 429,
    error: { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded', param: null },
  },
  'err-500': {
    status: 500,
    error: { message: 'The server had an error.', type: 'server_error', code: null, param: null },
  },
  'err-503': {
    status: 503,
    error: { message: 'The engine is overloaded.', type: 'server_error', code: null, param: null },
  },
  'err-context': {
    status: 400,
    error: {
      message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
      param: 'messages',
    },
  },
};

const openai = PROVIDERS.find((provider) => provider.id === 'openai') as ProviderAdapter;
const target = { deploymentId: 'dep', group: 'openai/x' } as RouteStep['target'];

function describe1(model: string) {
  const name = Object.keys(SAID).find((known) => model.includes(known)) ?? '';
  const said = SAID[name];
  const operation = openai.adapters.chat;
  if (said === undefined || operation === undefined) throw new Error(`no answer for ${model}`);
  const failure = operation.format.decodeError(said.status, { error: said.error });
  return describeFailure(failure, classifyFailure(openai.adapters.chat as never, failure), openai, target);
}

describe('describeFailure', () => {
  it('has a transcript for each error of the provider', () => {
    expect(new Set(steps.map((step) => step.request.model.replace('openai/', '')))).toEqual(new Set(Object.keys(SAID)));
  });

  it.each(
    steps.filter((step) => !step.request.model.includes('401')).map((step) => [step.request.model, step] as const),
  )('says of %s what LiteLLM says, before the router’s suffix', (model, { answer }) => {
    const error = describe1(model);
    expect(error.message).toBe(answer.body.error.message.split('\n\nLiteLLM:')[0]);
    expect({ status: error.status, type: error.type }).toEqual({ status: answer.status, type: answer.body.error.type });
  });

  // "litellm.RateLimitError: RateLimitError: GroqException - {"error":{…}}": LiteLLM's handlers without OpenAI's library show the body
  it.each([
    ['groq', 429, 'litellm.RateLimitError: RateLimitError: GroqException - {"error":{"message":"m"}}'],
    ['groq', 500, 'litellm.InternalServerError: InternalServerError: GroqException - {"error":{"message":"m"}}'],
    ['deepseek', 400, 'litellm.BadRequestError: DeepseekException - {"error":{"message":"m"}}'],
    ['perplexity', 429, 'litellm.RateLimitError: RateLimitError: PerplexityException - m'],
  ])('says of a failure of %s with %i what LiteLLM says', (id, status, message) => {
    const provider = PROVIDERS.find((one) => one.id === id);
    const failure = provider?.adapters.chat?.format.decodeError(status, { error: { message: 'm' } });
    if (provider === undefined || failure === undefined) throw new Error('not served');
    const failureClass = classifyFailure(provider.adapters.chat as never, failure);
    expect(describeFailure(failure, failureClass, provider, target).message).toBe(message);
  });

  it('does not pass a refusal of the gateway’s own credential off as one of the caller’s', () => {
    const error = describe1('openai/err-401');
    expect(error).toMatchObject({ code: 'upstream_auth_failed', status: 502, retryable: false });
    expect(error.message).toMatch(
      /^litellm\.AuthenticationError: AuthenticationError: OpenAIException - .*your key is fine/,
    );
  });

  it.each([
    ['connect-timeout', 'upstream_connect_timeout', 504],
    ['first-token-timeout', 'upstream_first_token_timeout', 504],
    ['idle-timeout', 'upstream_idle_timeout', 504],
    ['total-timeout', 'upstream_total_timeout', 504],
    ['unreachable', 'upstream_unreachable', 502],
    ['reset', 'upstream_unreachable', 502],
    ['incomplete', 'upstream_incomplete', 502],
    ['invalid', 'upstream_invalid_response', 502],
    ['too-large', 'upstream_invalid_response', 502],
    ['redirected', 'upstream_redirected', 502],
  ] as const)('has a code of its own for %s', (transport, code, status) => {
    const failure: UpstreamFailure = { message: 'x', unbilled: false, transport };
    const failureClass = classifyFailure(openai.adapters.chat as never, failure);
    expect(describeFailure(failure, failureClass, openai, target)).toMatchObject({ code, status });
  });

  it.each([
    [418, 418],
    [599, 599],
    [600, 502],
    [999, 502],
  ])('passes a status of %i on as %i: what is no status of an error is not the client’s to read', (status, shown) => {
    const failure: UpstreamFailure = { status, message: 'x', unbilled: true };
    const error = describeFailure(failure, classifyFailure(openai.adapters.chat as never, failure), openai, target);
    expect(error).toMatchObject({ code: 'upstream_error', status: shown, upstream: { status } });
  });

  it.each<[string, number]>([
    ['rate_limit_exceeded', 429],
    ['context_length_exceeded', 400],
    ['overloaded_error', 503],
    ['model_not_found', 404],
    ['server_error', 502],
  ])('gives an error inside a stream, which has no status, that of its kind: %s', (type, status) => {
    const failure = { message: 'm', type, unbilled: false };
    const error = describeFailure(failure, classifyFailure(openai.adapters.chat as never, failure), openai, target);
    expect(error.status).toBe(status);
  });

  it('says of a client that left just that', () => {
    expect(
      describeFailure(
        { message: 'x', unbilled: true, transport: 'aborted' },
        'client-closed' satisfies FailureClass,
        openai,
        target,
      ).code,
    ).toBe('client_closed');
  });
});
