import { EMPTY_BOUND, type UsageBound } from '@tollgate/canonical';
import { loadTokenCounter } from './load-token-counter.js';
import { countByBytes, type TokenCounter } from './token-counter.js';

const bound = (text: string): UsageBound => ({ ...EMPTY_BOUND, inputTexts: [text], messages: 1 });

let count: TokenCounter;
beforeAll(async () => {
  count = await loadTokenCounter(['gpt-4o', 'openai/gpt-4']);
});

describe('the token counter', () => {
  // One user message: 4 tokens around it and 3 that begin the answer.
  it.each([
    ['gpt-4o', 'hello world', 2],
    ['ft:gpt-4o-mini:org::id', 'hello world', 2],
    ['openai/gpt-5.4', 'hello world', 2],
    ['gpt-3.5-turbo', 'hello world', 2],
    ['gpt-4', '你好世界', 5],
    ['gpt-4o', '你好世界', 2],
  ])("counts with %s's own vocabulary", (model, text, tokens) => {
    expect(count(bound(text), model)).toBe(7 + tokens);
  });

  it('counts a model of unknown vocabulary in bytes', () => {
    expect(count(bound('héllo'), 'claude-sonnet-4-5')).toBe(7 + 6);
    expect(countByBytes(bound('héllo'), 'any')).toBe(7 + 6);
  });

  it('counts in bytes, never less, until the vocabulary of a model that was not foreseen is there', async () => {
    const late = await loadTokenCounter(['claude-sonnet-4-5']);
    expect(late(bound('hello world'), 'gpt-4o')).toBe(7 + 11);
    await import('gpt-tokenizer/encoding/o200k_base');
    await new Promise(setImmediate);
    expect(late(bound('hello world'), 'gpt-4o')).toBe(7 + 2);
  });

  it('has every vocabulary where a deployment serves whatever model is named', async () => {
    const any = await loadTokenCounter(['openai/*']);
    expect([any(bound('hello world'), 'gpt-4o'), any(bound('hello world'), 'gpt-4')]).toEqual([9, 9]);
  });

  it('takes special tokens for text instead of failing', () => {
    expect(count(bound('<|endoftext|>'), 'gpt-4o')).toBeGreaterThan(7);
  });

  it.each([
    ['Chinese without a space', '你好世界'.repeat(50_000)],
    ['one letter', 'a'.repeat(200_000)],
    ['spaces', ' '.repeat(200_000)],
    ['emoji', '😀'.repeat(50_000)],
    ['marks', '=-'.repeat(100_000)],
  ])('stays linear on a long run of %s', (_name, text) => {
    const began = performance.now();
    const tokens = count(bound(text), 'gpt-4o');
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(tokens).toBeGreaterThan(1_000);
    expect(tokens).toBeLessThanOrEqual(countByBytes(bound(text), 'gpt-4o'));
  });
});
