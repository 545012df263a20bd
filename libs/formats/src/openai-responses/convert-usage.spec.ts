import type { JsonObject } from '@tollgate/kernel';
import { totalInputTokens, totalOutputTokens } from '@tollgate/canonical';
import { decodeUsage, encodeUsage } from './convert-usage.js';

const decode = (usage: JsonObject, more: JsonObject = {}) => decodeUsage({ usage, ...more });

test('the buckets are disjoint and sum to the totals', () => {
  const usage = decode({
    input_tokens: 100,
    input_tokens_details: { cached_tokens: 30, cache_write_tokens: 10, audio_tokens: 5 },
    output_tokens: 50,
    output_tokens_details: { reasoning_tokens: 20, audio_tokens: 7 },
  });
  expect(usage).toMatchObject({
    inputUncached: 55,
    cacheRead: 30,
    cacheWrite5m: 10,
    inputAudio: 5,
    output: 23,
    reasoning: 20,
    outputAudio: 7,
  });
  expect(usage && [totalInputTokens(usage), totalOutputTokens(usage)]).toEqual([100, 50]);
});

test('details that cannot be inside their total are not believed: the full price is charged', () => {
  const usage = decode({
    input_tokens: 5,
    input_tokens_details: { cached_tokens: 9 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 9 },
  });
  expect(usage).toMatchObject({ inputUncached: 5, output: 5 });
  expect([usage?.cacheRead, usage?.reasoning]).toEqual([undefined, undefined]);
});

const counts = { input_tokens: 1, output_tokens: 1 };

test.each<[string, JsonObject, JsonObject, number | undefined]>([
  ['beside the usage (OpenAI)', counts, { tool_usage: { web_search: { num_requests: 2 } } }, 2],
  ['within it (xAI)', { ...counts, num_server_side_tools_used: 3 }, {}, 3],
  ['nowhere', counts, { tool_usage: {} }, undefined],
  ['as none', { ...counts, num_server_side_tools_used: 0 }, {}, undefined],
])('what was searched for is told %s', (_where, usage, more, searches) => {
  expect(decode(usage, more)?.searches).toBe(searches);
});

test.each([
  {},
  { input_tokens: 1 },
  { output_tokens: 1 },
  { input_tokens: -1, output_tokens: 1 },
  { input_tokens: 1.5, output_tokens: 1 },
  { ...counts, input_tokens_details: { cached_tokens: -1 } },
  { ...counts, output_tokens_details: { reasoning_tokens: '1' } },
])('%j is unknown, never 0', (usage) => {
  expect(decode(usage)).toBeUndefined();
});

test('written and read again the buckets are the same', () => {
  const usage = {
    inputUncached: 4,
    cacheRead: 3,
    cacheWrite5m: 2,
    inputAudio: 1,
    output: 6,
    reasoning: 5,
    outputAudio: 4,
  };
  const { raw: _raw, ...again } = decode(encodeUsage(usage)) ?? { raw: undefined };
  expect(again).toEqual(usage);
  expect(encodeUsage({ inputUncached: 1, output: 1, cacheWrite1h: 2 })).toMatchObject({
    input_tokens: 3,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 2 },
    total_tokens: 4,
  });
});
