import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayError, type RouterSettings } from '@tollgate/canonical';
import type { Walked } from './build-record.js';
import { errorSuffix, withRouterSuffix } from './error-suffix.js';

const router = { fallbackGroups: ['fb-bad'], contextWindowFallbackGroups: ['ctx-bad'] } as unknown as RouterSettings;

interface Step {
  readonly request: { readonly model?: string };
  readonly answer: { readonly body: { readonly error: { readonly message: string } } };
}
const file = join(__dirname, '../../../../test/conformance/transcripts/chat-provider-errors.json');
const steps = (JSON.parse(readFileSync(file, 'utf8')) as { steps: readonly Step[] }).steps.filter((step) =>
  step.request.model?.includes('err-'),
);

function walked(errorSuffixStyle: string, model = 'm'): Walked {
  return { request: { model }, snapshot: { router, settings: { errorSuffix: errorSuffixStyle } } } as unknown as Walked;
}

describe('errorSuffix', () => {
  it.each(steps.map((step) => [step.request.model ?? '', step.answer.body.error.message] as const))(
    'ends the error of %s as LiteLLM does',
    (model, message) => {
      const suffix = errorSuffix('litellm-1.106', model, router, message.includes('ContextWindowExceededError'));
      expect(suffix).not.toBe('');
      expect(message.endsWith(suffix)).toBe(true);
    },
  );

  it('says that there is no fallback where none is configured', () => {
    expect(errorSuffix('litellm-1.106', 'm', { ...router, fallbackGroups: [] }, false)).toBe(
      "\n\nLiteLLM: model group 'm' failed with the error above. No fallback was attempted.",
    );
  });
});

describe('withRouterSuffix', () => {
  const upstream = new GatewayError('upstream_error', {
    message: 'x',
    status: 418,
    param: 'p',
    upstream: { message: 'x', unbilled: true },
  });

  it('changes nothing of the error but its text', () => {
    expect(withRouterSuffix(upstream, walked('received_model_group'))).toMatchObject({
      message: 'x. Received Model Group=m\nAvailable Model Group Fallbacks=None',
      code: 'upstream_error',
      status: 418,
      param: 'p',
    });
  });

  it.each([
    ['a refusal that no router saw', new GatewayError('budget_exceeded', { message: 'x' }), walked('litellm-1.106')],
    [
      'a client that left',
      new GatewayError('client_closed', { message: 'x', upstream: { message: 'x', unbilled: true } }),
      walked('litellm-1.106'),
    ],
    ['any error where the operator wants none', upstream, walked('none')],
    [
      'an error before the model was known',
      upstream,
      { ...walked('litellm-1.106'), request: undefined } as unknown as Walked,
    ],
  ])('adds nothing to %s', (_, error, of) => {
    expect(withRouterSuffix(error, of)).toBe(error);
  });
});
