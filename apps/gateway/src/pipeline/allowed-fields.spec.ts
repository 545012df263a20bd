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
    expect(allowedFields(asked, settings({ allowClientExtraHeaders: 'any' }))).toEqual({
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
    'Helicone-Target-URL',
    'Helicone-OpenAI-Api-Base',
    'Helicone-Target-Provider',
    'helicone-auth',
    'Helicone-Fallbacks',
    'x-portkey-config',
    'x-portkey-custom-host',
    'X-Original-URL',
    'X-Rewrite-URL',
    'X-HTTP-Method-Override',
    'cf-aig-authorization',
    'Authentication',
    'X-Auth-Token',
    'X-Real-IP',
    'anthropic-version',
    '',
    'a b',
    'a:b',
    'ä',
  ])('refuses the header %j where others are allowed', (name) => {
    const refused = allowedFields({ extraHeaders: { [name]: '1' } }, settings({ allowClientExtraHeaders: 'any' }));
    expect(refused).toMatchObject({ ok: false, error: { status: 400, param: `extra_headers.${name}` } });
  });
});

describe('headers of clients where the operator allows them', () => {
  const take = (name: string, allowClientExtraHeaders: 'any' | ReadonlySet<string>) =>
    allowedFields({ extraHeaders: { [name]: '1' } }, settings({ allowClientExtraHeaders }));

  it.each(['X-Own', 'X-Trace-Id', 'traceparent', 'Helicone-Property-App', 'Helicone-Session-Id', 'anthropic-beta'])(
    'go along that say something of the call: %s',
    (name) => {
      expect(take(name, 'any')).toEqual({ ok: true, value: { extraHeaders: { [name]: '1' } } });
    },
  );

  it('are those of the list alone where he gives one', () => {
    const listed = new Set(['x-own', 'authorization']);
    expect(take('X-Own', listed).ok).toBe(true);
    expect([take('X-Other', listed).ok, take('Authorization', listed).ok]).toEqual([false, false]);
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
