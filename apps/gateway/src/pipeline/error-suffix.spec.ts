import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayError, type RouterSettings } from '@tollgate/canonical';
import type { FailedFallback } from '@tollgate/dispatch';
import type { Walked } from './build-record.js';
import { withRouterSuffix } from './error-suffix.js';

const router = {
  fallbacks: {
    general: new Map([['fb-bad', ['fb-good']]]),
    contextWindow: new Map([['ctx-bad', ['fb-good']]]),
    max: 5,
  },
} as unknown as RouterSettings;

interface Step {
  readonly request: { readonly model?: string };
  readonly answer: { readonly body: { readonly error: { readonly message: string } } };
}
const file = join(__dirname, '../../../../test/conformance/transcripts/chat-provider-errors.json');
const steps = (JSON.parse(readFileSync(file, 'utf8')) as { steps: readonly Step[] }).steps.filter((step) =>
  step.request.model?.includes('err-'),
);

function walked(errorSuffixStyle: string, model = 'm', gateway: object = {}, of = router): Walked {
  return {
    request: { model, gateway },
    snapshot: { router: of, settings: { errorSuffix: errorSuffixStyle } },
  } as unknown as Walked;
}

function failure(message: string): GatewayError {
  return new GatewayError('upstream_error', { message, upstream: { message, unbilled: true } });
}

describe('withRouterSuffix', () => {
  const upstream = new GatewayError('upstream_error', {
    message: 'x',
    status: 418,
    param: 'p',
    upstream: { message: 'x', unbilled: true },
  });

  it.each(steps.map((step) => [step.request.model ?? '', step.answer.body.error.message] as const))(
    'ends the error of %s as LiteLLM does',
    (model, message) => {
      const [text = ''] = message.split('\n\nLiteLLM: model group');
      expect(text.length).toBeLessThan(message.length);
      expect(withRouterSuffix(failure(text), walked('litellm-1.106', model)).message).toBe(message);
    },
  );

  it('says that there is no fallback where none is configured, and where one was not asked', () => {
    const none = { fallbacks: { general: new Map(), max: 5 } } as unknown as RouterSettings;
    const text = (model: string, of: RouterSettings) =>
      withRouterSuffix(failure('x'), walked('litellm-1.106', model, {}, of)).message;
    expect(text('m', none)).toBe(
      "x\n\nLiteLLM: model group 'm' failed with the error above. No fallback was attempted.",
    );
    expect(text('fb-bad', router)).toBe(
      "x\n\nLiteLLM: model group 'fb-bad' failed with the error above. No fallback was attempted.",
    );
  });

  it('names the groups that took over and failed as well, each with its own error', () => {
    const failed: readonly FailedFallback[] = [
      { model: 'b', error: failure('overloaded') },
      { model: 'c', error: failure('y'.repeat(1000)) },
    ];
    const modern = withRouterSuffix(failure('x'), walked('litellm-1.106', 'a'), failed).message;
    expect(modern).toMatch(
      /^x\n\nLiteLLM: model group 'a' failed .* took over: 'b' \(overloaded\), 'c' \(y{300}…\)\.$/,
    );
    expect(withRouterSuffix(failure('x'), walked('received_model_group', 'a'), failed.slice(0, 1)).message).toBe(
      "x. Received Model Group=a\nAvailable Model Group Fallbacks=['b']\nError doing the fallback: overloaded",
    );
  });

  it('says nothing where the client switched fallbacks off (recording "chat fallbacks")', () => {
    expect(withRouterSuffix(upstream, walked('litellm-1.106', 'fb-bad', { disableFallbacks: true }))).toBe(upstream);
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
