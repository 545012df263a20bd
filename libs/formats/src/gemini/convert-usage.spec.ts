import type { JsonObject } from '@tollgate/kernel';
import { totalInputTokens, totalOutputTokens, type Usage } from '@tollgate/canonical';
import { countSearches, decodeUsage, encodeUsage } from './convert-usage.js';

describe('usage', () => {
  it.each<[string, JsonObject, Partial<Usage>]>([
    ['plain', { promptTokenCount: 5, candidatesTokenCount: 3, totalTokenCount: 8 }, { inputUncached: 5, output: 3 }],
    ['a count of 0 that is left out', { promptTokenCount: 5, totalTokenCount: 5 }, { inputUncached: 5, output: 0 }],
    [
      'thoughts beside the answer',
      { promptTokenCount: 5, candidatesTokenCount: 3, thoughtsTokenCount: 7, totalTokenCount: 15 },
      { output: 3, reasoning: 7 },
    ],
    [
      'thoughts inside it, as the total tells',
      { promptTokenCount: 5, candidatesTokenCount: 10, thoughtsTokenCount: 7, totalTokenCount: 15 },
      { output: 3, reasoning: 7 },
    ],
    [
      'a cached prefix',
      { promptTokenCount: 100, cachedContentTokenCount: 80, candidatesTokenCount: 1 },
      { inputUncached: 20, cacheRead: 80, output: 1 },
    ],
    ['what tools read', { promptTokenCount: 5, toolUsePromptTokenCount: 9 }, { inputUncached: 14 }],
    [
      'sound, some of it cached',
      {
        promptTokenCount: 100,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 40 },
          { modality: 'AUDIO', tokenCount: 60 },
        ],
        cachedContentTokenCount: 30,
        cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 30 }],
        candidatesTokenCount: 10,
        candidatesTokensDetails: [{ modality: 'AUDIO', tokenCount: 8 }],
      },
      { inputUncached: 40, cacheRead: 30, inputAudio: 30, output: 2, outputAudio: 8 },
    ],
    [
      'a picture that was made',
      {
        promptTokenCount: 5,
        candidatesTokenCount: 1300,
        candidatesTokensDetails: [
          { modality: 'TEXT', tokenCount: 10 },
          { modality: 'IMAGE', tokenCount: 1290 },
        ],
      },
      { output: 10, outputImage: 1290 },
    ],
    ['more cached than there is', { promptTokenCount: 5, cachedContentTokenCount: 9 }, { inputUncached: 5 }],
  ])('of %s', (_what, block, expected) => {
    expect(decodeUsage(block)).toEqual({ output: 0, inputUncached: 5, ...expected, raw: block });
  });

  it.each<[JsonObject]>([
    [{ trafficType: 'ON_DEMAND' }],
    [{ promptTokenCount: -1 }],
    [{ promptTokenCount: 5, candidatesTokenCount: 1.5 }],
    [{ promptTokenCount: 5, thoughtsTokenCount: 'x' }],
  ])('%j is unknown, not nothing', (block) => {
    expect(decodeUsage(block)).toBeUndefined();
  });

  it('adds up to the same for clients of the dialect', () => {
    const usage: Usage = { inputUncached: 5, cacheRead: 80, inputAudio: 2, output: 3, reasoning: 7, outputAudio: 1 };
    const block = encodeUsage(usage);
    expect(block).toMatchObject({
      promptTokenCount: 87,
      candidatesTokenCount: 4,
      thoughtsTokenCount: 7,
      totalTokenCount: 98,
    });
    const read = decodeUsage(block) as Usage;
    expect([totalInputTokens(read), totalOutputTokens(read)]).toEqual([87, 11]);
  });

  it('counts each query of Gemini 3, and a grounded answer of its forerunners once', () => {
    expect([
      countSearches(3, 'gemini-3-pro-preview'),
      countSearches(3, 'gemini-2.5-flash'),
      countSearches(0, 'x'),
    ]).toEqual([3, 1, 0]);
  });
});
