import { GatewayError, type GatewayFields, type GatewaySettings, type RoutePlan } from '@tollgate/canonical';
import { fail, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';

/** RFC 9110 5.1 and 5.5: a field's name, and a value of visible characters without breaks. */
const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
const VALUE = /^[\t\x20-\x7e]{0,4096}$/;

/** Who is asking, whom, in whose name and in what form: the gateway's to say, whatever an operator allows. */
const GOVERNED =
  /^(cookie|via|accept|accept-encoding|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|content-.*|anthropic-version|(openai|x-amz|x-goog|x-ms|x-litellm|x-mock|proxy|sec|cf|x-portkey|x-envoy|x-http|x-real|true)-.*)$/i;
/** What such headers are called at the gateways and proxies that may stand before a provider (`Helicone-Target-URL`, `X-Original-URL`). */
const GOVERNED_WORD =
  /(^|[-_.])(auth[a-z]*|[a-z]*token|[a-z]*key|secret|password|credentials?|signature|subscription|target|host|base|ur[il]|provider|fallbacks?|original|rewrite|route[rd]?|routing|forward(ed)?|proxy|method|override|account|org(anization)?|project|tenant|ip)($|[-_.])/i;

/**
 * What of a client's words to the gateway the operator lets it say. Headers of its own are not heeded unless allowed, and named then; an
 * answer of its own making is taken out (LiteLLM's `mock_response`), so that nobody has it booked as a provider's.
 */
export function allowedFields(
  gateway: GatewayFields,
  { allowClientMockResponse, allowClientExtraHeaders }: GatewaySettings,
): Outcome<GatewayFields, GatewayError> {
  const { mockResponse, extraHeaders, ...others } = gateway;
  if (mockResponse === undefined && extraHeaders === undefined) return succeed(gateway);
  const mocked = allowClientMockResponse === true && mockResponse !== undefined ? { mockResponse } : {};
  if (extraHeaders === undefined) return succeed({ ...others, ...mocked });
  if (allowClientExtraHeaders === undefined)
    return succeed({ ...others, ...mocked, unserved: { ...others.unserved, extra_headers: extraHeaders } });
  const refused = Object.entries(extraHeaders).find(
    ([name, value]) => !isAllowed(name, value, allowClientExtraHeaders),
  );
  return refused === undefined ? succeed({ ...others, ...mocked, extraHeaders }) : fail(refusal(refused[0]));
}

/** The plan with a client's headers; what the operator sends goes before them. */
export function withExtraHeaders(plan: RoutePlan, extraHeaders: GatewayFields['extraHeaders']): RoutePlan {
  if (extraHeaders === undefined) return plan;
  const own = Object.entries(extraHeaders).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    ...plan,
    steps: plan.steps.map((step) => {
      const operators = new Set(Object.keys(step.target.extraHeaders).map((name) => name.toLowerCase()));
      const added = own.filter((entry): entry is [string, string] => !operators.has(entry[0]));
      const all = { ...step.target.extraHeaders, ...Object.fromEntries(added) };
      return { ...step, target: { ...step.target, extraHeaders: all } };
    }),
  };
}

function isAllowed(
  name: string,
  value: JsonValue | undefined,
  listed: NonNullable<GatewaySettings['allowClientExtraHeaders']>,
): boolean {
  if (listed !== 'any' && !listed.has(name.toLowerCase())) return false;
  return (
    NAME.test(name) &&
    !GOVERNED.test(name) &&
    !GOVERNED_WORD.test(name) &&
    typeof value === 'string' &&
    VALUE.test(value)
  );
}

function refusal(name: string): GatewayError {
  const param = `extra_headers.${name.slice(0, 128)}`;
  return new GatewayError('invalid_request', {
    message: `Invalid value for '${param}': expected the name and value of a header that the operator allows (allow_client_extra_headers) and that neither authenticates nor routes the request.`,
    param,
  });
}
