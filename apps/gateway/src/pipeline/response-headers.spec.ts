import { addCostHeaders, type CostHeaders, dollars, relayProviderHeaders } from './response-headers.js';

describe('relayProviderHeaders', () => {
  it('repeats a provider’s headers under its prefix, and rate limits without it too', () => {
    expect(
      relayProviderHeaders({ 'x-request-id': 'r', 'x-ratelimit-remaining-tokens': '5', 'openai-processing-ms': '7' }),
    ).toEqual({
      'llm_provider-x-request-id': 'r',
      'llm_provider-request-id': 'r',
      'llm_provider-x-ratelimit-remaining-tokens': '5',
      'x-ratelimit-remaining-tokens': '5',
      'llm_provider-openai-processing-ms': '7',
    });
  });

  it('gives no cookie, challenge or header of the hop to a client under its own name', () => {
    const hop = {
      connection: 'keep-alive',
      'keep-alive': 'timeout=5',
      'transfer-encoding': 'chunked',
      'content-length': '7',
      'content-encoding': 'br',
    };
    const relayed = relayProviderHeaders({
      ...hop,
      'set-cookie': 'session=1',
      'www-authenticate': 'Basic',
      'proxy-authenticate': 'Basic',
    });
    expect(Object.keys(relayed).every((name) => name.startsWith('llm_provider-'))).toBe(true);
    expect(JSON.stringify(relayed)).not.toMatch(/cookie|session|authenticate/);
  });
});

describe('addCostHeaders', () => {
  const costHeaders = (cost: CostHeaders | 'streamed'): Record<string, string> => {
    const headers: Record<string, string> = {};
    addCostHeaders(headers, cost);
    return headers;
  };

  it('says nothing of an unknown cost, and zeroes of one that a stream does not know yet', () => {
    expect(costHeaders({ totalNano: undefined, inputNano: 0n, cacheReadNano: 0n, outputNano: 0n })).toEqual({});
    expect(costHeaders('streamed')).toMatchObject({ 'x-litellm-response-cost-original': '0.0' });
    expect(costHeaders('streamed')).not.toHaveProperty('x-litellm-response-cost');
  });

  it('keeps free apart from unknown, and names cached input only where there was some', () => {
    const free = costHeaders({ totalNano: 0n, inputNano: 0n, cacheReadNano: 0n, outputNano: 0n });
    expect(free['x-litellm-response-cost']).toBe('0.0');
    expect(free).not.toHaveProperty('x-litellm-response-cost-cache-read');
  });

  it.each([
    [0n, '0.0'],
    [1_000_000_000n, '1.0'],
    [140_000n, '0.00014'],
    [40_000_000n, '0.04'],
  ])('prints %p nano-dollars as %s', (nano, text) => {
    expect(dollars(nano)).toBe(text);
  });
});
