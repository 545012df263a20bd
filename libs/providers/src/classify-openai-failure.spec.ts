import type { FailureClass, UpstreamFailure } from '@tollgate/canonical';
import { classifyOpenaiFailure } from './classify-openai-failure.js';

describe('classifyOpenaiFailure', () => {
  test.each<[number, FailureClass]>([
    [400, 'bad-request'],
    [401, 'authentication'],
    [402, 'permission'],
    [403, 'permission'],
    [404, 'not-found'],
    [408, 'timeout'],
    [409, 'unavailable'],
    [413, 'bad-request'],
    [422, 'unprocessable'],
    [425, 'unavailable'],
    [429, 'rate-limit'],
    [500, 'server'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
    [529, 'unavailable'],
  ])('status %i is %s', (status, expected) => {
    expect(classifyOpenaiFailure({ status, message: 'm', unbilled: true })).toBe(expected);
  });

  test.each<[Partial<UpstreamFailure>, FailureClass]>([
    [{ status: 400, code: 'context_length_exceeded' }, 'context-window'],
    [{ status: 400, message: "This model's maximum context length is 8192 tokens." }, 'context-window'],
    [{ status: 400, code: 'content_filter' }, 'content-policy'],
    [{ status: 400, code: 'content_policy_violation' }, 'content-policy'],
    [
      {
        status: 400,
        message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      },
      'content-policy',
    ],
    [{ status: 429, message: 'You exceeded your quota for the context window tier.' }, 'rate-limit'],
    [{ status: 401, message: 'content policy' }, 'authentication'],
    // recording `xai/error-invalid-key`
    [{ status: 400, message: 'Incorrect API key provided. You can obtain an API key from …' }, 'authentication'],
    [{ type: 'server_error' }, 'server'],
    [{ raw: { error: { code: 429 } } }, 'rate-limit'],
    [{ raw: { error: { type: 'rate_limit_exceeded' } } }, 'rate-limit'],
    [{ transport: 'connect-timeout' }, 'timeout'],
    [{ transport: 'reset' }, 'connection'],
    [{ transport: 'aborted' }, 'client-closed'],
    [{ transport: 'incomplete' }, 'incomplete'],
    [{ transport: 'invalid', status: 200 }, 'server'],
  ])('%p is %s', (failure, expected) => {
    expect(classifyOpenaiFailure({ message: 'm', unbilled: false, ...failure })).toBe(expected);
  });
});
