import { totalInputTokens, totalOutputTokens } from '@tollgate/canonical';
import { decodeUsage } from './convert-usage.js';

describe('decodeUsage', () => {
  test('the buckets are disjoint and sum to the totals', () => {
    const usage = decodeUsage({
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_tokens_details: { cached_tokens: 30, audio_tokens: 5, cache_write_tokens: 10 },
      completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 7 },
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

  test('what is not reported is absent, an explicit zero is zero', () => {
    const usage = decodeUsage({ prompt_tokens: 1, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 0 } });
    expect(usage).toMatchObject({ inputUncached: 1, cacheRead: 0, output: 0 });
    expect(usage).not.toHaveProperty('reasoning');
  });

  test.each([
    ['top-level cached_tokens (Together, Moonshot)', { cached_tokens: 4 }],
    ['prompt_cache_hit_tokens (DeepSeek)', { prompt_cache_hit_tokens: 4 }],
  ])('%s is read from the cache', (_, more) => {
    expect(decodeUsage({ prompt_tokens: 10, completion_tokens: 1, ...more })).toMatchObject({
      inputUncached: 6,
      cacheRead: 4,
    });
  });

  test.each([
    ['cache_write_tokens of the prompt (OpenRouter)', { prompt_tokens_details: { cache_write_tokens: 4 } }],
    ['cache_creation_tokens of the prompt (LiteLLM)', { prompt_tokens_details: { cache_creation_tokens: 4 } }],
    ['cache_creation_input_tokens beside it (LiteLLM)', { cache_creation_input_tokens: 4 }],
  ])('%s is written to the cache', (_, more) => {
    expect(decodeUsage({ prompt_tokens: 10, completion_tokens: 1, ...more })).toMatchObject({
      inputUncached: 6,
      cacheWrite5m: 4,
    });
  });

  test.each([
    ['num_search_queries (Perplexity)', { num_search_queries: 3 }],
    ['num_sources_used (xAI)', { num_sources_used: 3 }],
  ])('%s is what was searched for', (_, more) => {
    expect(decodeUsage({ prompt_tokens: 10, completion_tokens: 1, ...more })?.searches).toBe(3);
  });

  test('reasoning_tokens at the top level (Perplexity) is inside the completion', () => {
    expect(decodeUsage({ prompt_tokens: 1, completion_tokens: 10, reasoning_tokens: 4 })).toMatchObject({
      output: 6,
      reasoning: 4,
    });
  });

  test('reasoning that the total counts beside the completion is added to the output (recording xai/tools-parallel-stream)', () => {
    const usage = decodeUsage({
      prompt_tokens: 432,
      completion_tokens: 68,
      total_tokens: 636,
      completion_tokens_details: { reasoning_tokens: 136 },
    });
    expect(usage).toMatchObject({ output: 68, reasoning: 136 });
  });

  test('details that cannot be inside their total are not believed: the full price is charged', () => {
    expect(
      decodeUsage({ prompt_tokens: 7, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 163 } }),
    ).toMatchObject({ inputUncached: 7 });
    expect(
      decodeUsage({ prompt_tokens: 7, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 163 } }),
    ).not.toHaveProperty('cacheRead');
  });

  test.each([
    [undefined],
    [null],
    [{}],
    [{ prompt_tokens: -1, completion_tokens: 1 }],
    [{ prompt_tokens: 1.5, completion_tokens: 1 }],
    [{ prompt_tokens: '1', completion_tokens: 1 }],
    [{ prompt_tokens: 5, completion_tokens: 1, prompt_tokens_details: { cached_tokens: -5 } }],
  ])('%p is unknown', (block) => {
    expect(decodeUsage(block)).toBeUndefined();
  });
});
