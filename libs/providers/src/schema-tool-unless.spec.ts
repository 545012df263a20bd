import type { CanonicalRequest } from '@tollgate/canonical';
import { takesSchemas as claudeTakes } from './anthropic/takes-schemas.js';
import { takesSchemas as gptTakes } from './openai/takes-schemas.js';
import { PROVIDERS } from './registry.js';

it.each([
  ['claude-3-haiku-20240307', false],
  ['claude-3-7-sonnet-latest', false],
  ['claude-2.1', false],
  ['claude-instant-1.2', false],
  ['claude-sonnet-4-20250514', false],
  ['claude-4-opus-20250514', false],
  ['claude-opus-4-0', false],
  ['claude-sonnet-4@20250514', false],
  ['claude-opus-4-1-20250805', true],
  ['claude-sonnet-4-5', true],
  ['claude-haiku-4-5-20251001', true],
  ['claude-opus-4-6', true],
  ['claude-sonnet-5', true],
])('%s takes schemas: %s', (model, takes) => {
  expect(claudeTakes(model)).toBe(takes);
});

it.each([
  ['gpt-3.5-turbo-0125', false],
  ['gpt-35-turbo', false],
  ['gpt-4', false],
  ['gpt-4-0613', false],
  ['gpt-4-turbo-2024-04-09', false],
  ['ft:gpt-4-0613:acme::1', false],
  ['gpt-4o-2024-05-13', false],
  ['gpt-4o', true],
  ['gpt-4o-2024-08-06', true],
  ['gpt-4.1', true],
  ['gpt-4.5-preview', true],
  ['gpt-5', true],
  ['ft:gpt-4o-2024-08-06:acme::1', true],
])('%s takes schemas: %s', (model, takes) => {
  expect(gptTakes(model)).toBe(takes);
});

const asked = (members: Partial<CanonicalRequest>): CanonicalRequest =>
  ({ extra: {}, ...members }) as unknown as CanonicalRequest;
const choose = (provider: string, model: string, members: Partial<CanonicalRequest> = {}): unknown =>
  PROVIDERS.find(({ id }) => id === provider)?.adapters.chat?.schemaTool?.(asked(members), model);

it('a tool is forced but on a model that thinks', () => {
  expect(choose('anthropic', 'claude-3-7-sonnet-latest')).toBe('forced');
  expect(choose('anthropic', 'claude-3-7-sonnet-latest', { reasoning: { enabled: true } })).toBe('offered');
  expect(choose('anthropic', 'claude-3-7-sonnet-latest', { extra: { thinking: { type: 'enabled' } } })).toBe('offered');
  expect(choose('anthropic', 'claude-sonnet-4-5')).toBeUndefined();
  expect(choose('deepseek', 'deepseek-chat')).toBe('forced');
  expect(choose('deepseek', 'deepseek-v4-flash')).toBe('offered');
  expect(choose('deepseek', 'deepseek-v4-flash', { extra: { thinking: { type: 'disabled' } } })).toBe('forced');
  expect(choose('groq', 'openai/gpt-oss-20b')).toBeUndefined();
});
