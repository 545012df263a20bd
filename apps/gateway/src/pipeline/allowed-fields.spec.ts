import type { GatewaySettings, RoutePlan } from '@tollgate/canonical';
import { allowedFields, withExtraHeaders } from './allowed-fields.js';

const settings = (allowed: Partial<GatewaySettings> = {}): GatewaySettings => allowed as GatewaySettings;
const plan = { steps: [{ target: { extraHeaders: { 'X-Operator': 'o' } } }], deadlineMs: 1 } as unknown as RoutePlan;

describe('allowedFields', () => {
  it('leaves what asks for neither as it is', () => {
    const gateway = { tags: ['a'] };
    expect(allowedFields(gateway, settings())).toEqual({ ok: true, value: gateway });
  });

  it('takes a mock_response out, and sets headers aside by name, unless each is allowed', () => {
    const asked = { mockResponse: 'm', extraHeaders: { a: '1' } };
    expect(allowedFields(asked, settings())).toEqual({ ok: true, value: { unserved: { extra_headers: { a: '1' } } } });
    expect(allowedFields(asked, settings({ allowClientMockResponse: true }))).toEqual({
      ok: true,
      value: { mockResponse: 'm', unserved: { extra_headers: { a: '1' } } },
    });
    expect(allowedFields(asked, settings({ allowClientExtraHeaders: true }))).toEqual({
      ok: true,
      value: { extraHeaders: { a: '1' } },
    });
  });

  it.each([
    'authorization',
    'X-API-Key',
    'api-key',
    'x-goog-api-key',
    'Cookie',
    'host',
    'content-type',
    'transfer-encoding',
    'proxy-authorization',
    'openai-project',
    'x-litellm-key',
    'x-forwarded-for',
    'x-mock-time',
    '',
    'a b',
    'a:b',
    'ä',
  ])('refuses the header %j where others are allowed', (name) => {
    const refused = allowedFields({ extraHeaders: { [name]: '1' } }, settings({ allowClientExtraHeaders: true }));
    expect(refused).toMatchObject({ ok: false, error: { status: 400, param: `extra_headers.${name}` } });
  });
});

describe('withExtraHeaders', () => {
  it('adds them in lower case to every step, and replaces none of the operator’s', () => {
    const [step] = withExtraHeaders(plan, { 'X-Own': '1', 'x-operator': 'forged' }).steps;
    expect(step?.target.extraHeaders).toEqual({ 'X-Operator': 'o', 'x-own': '1' });
  });

  it('leaves a plan without them as it is', () => {
    expect(withExtraHeaders(plan, undefined)).toBe(plan);
  });
});
