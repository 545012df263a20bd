import { decodeUsage, encodeUsage } from './convert-usage.js';

test('buckets are disjoint: cache apart, thinking taken out of the output', () => {
  const block = {
    input_tokens: 10,
    cache_read_input_tokens: 5,
    cache_creation_input_tokens: 30,
    cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 10 },
    output_tokens: 100,
    output_tokens_details: { thinking_tokens: 60 },
    server_tool_use: { web_search_requests: 2 },
  };
  expect(decodeUsage(block)).toEqual({
    inputUncached: 10,
    cacheRead: 5,
    cacheWrite5m: 20,
    cacheWrite1h: 10,
    output: 40,
    reasoning: 60,
    searches: 2,
    raw: block,
  });
});

test('the total of cache writes is believed where the split is missing or older', () => {
  expect(decodeUsage({ input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 7 })).toMatchObject({
    cacheWrite5m: 7,
  });
  const split = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 4 };
  expect(
    decodeUsage({ input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 9, cache_creation: split }),
  ).toMatchObject({
    cacheWrite5m: 5,
    cacheWrite1h: 4,
  });
});

test('a split of cache writes that is larger than their total is not believed: what is billed is the total', () => {
  const split = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 9 };
  const block = { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 7, cache_creation: split };
  expect(decodeUsage(block)).toMatchObject({ cacheWrite5m: 0, cacheWrite1h: 7 });
});

test('compaction is billed beside the answer, other iterations are in it', () => {
  const iterations = [
    { type: 'compaction', input_tokens: 100, output_tokens: 10, cache_read_input_tokens: 3 },
    { type: 'message', input_tokens: 1, output_tokens: 2 },
  ];
  expect(decodeUsage({ input_tokens: 1, output_tokens: 2, iterations })).toMatchObject({
    inputUncached: 101,
    output: 12,
    cacheRead: 3,
  });
});

test.each([
  ['missing', { output_tokens: 1 }],
  ['negative', { input_tokens: -1, output_tokens: 1 }],
  ['a fraction', { input_tokens: 1.5, output_tokens: 1 }],
  ['a text', { input_tokens: 1, output_tokens: '1' }],
  ['negative in a detail', { input_tokens: 1, output_tokens: 1, cache_read_input_tokens: -1 }],
  ['more thinking than output', { input_tokens: 1, output_tokens: 1, output_tokens_details: { thinking_tokens: 2 } }],
])('a count that is %s makes the usage unknown', (_, block) => {
  expect(decodeUsage(block)).toBeUndefined();
});

test('written and read again the buckets are the same', () => {
  const usage = {
    inputUncached: 1,
    cacheRead: 2,
    cacheWrite5m: 3,
    cacheWrite1h: 4,
    output: 5,
    reasoning: 6,
    searches: 7,
  };
  expect(decodeUsage(encodeUsage(usage))).toMatchObject(usage);
});
