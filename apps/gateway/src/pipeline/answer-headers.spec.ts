import { type AttemptRecord, GatewayError } from '@tollgate/canonical';
import { errorHeaders } from './answer-headers.js';

const SHOWN = {
  walked: { ingress: { callId: 'c' }, principal: { scopes: [] }, surface: { timeoutSecondsShown: 600 } },
  parts: { keySpend: { of: () => 0n } },
} as unknown as Parameters<typeof errorHeaders>[0];

function costShown(...costs: readonly (string | null)[]): string | undefined {
  const attempts = costs.map((costNano) => ({ costNano }) as AttemptRecord);
  const error = new GatewayError('upstream_incomplete', { message: 'x' });
  return errorHeaders(SHOWN, error, { attempts })['x-litellm-response-cost'];
}

describe('errorHeaders', () => {
  it.each<[string, readonly (string | null)[], string | undefined]>([
    ['all that was charged', ['1500', '2000'], '0.0000035'],
    ['LiteLLM’s 0 for a refusal', [], '0'],
    ['LiteLLM’s 0 for what was not billed', ['0', '0'], '0'],
    ['nothing where the cost is not known', ['1500', null], undefined],
  ])('tells %s', (_, costs, shown) => {
    expect(costShown(...costs)).toBe(shown);
  });
});
