import type { ModelEntry } from '@tollgate/config';
import { entry } from '../../../../libs/catalog/src/test-doubles.js';

const api_key = 'sk-upstream-secret-of-the-operator';

/** A `model_list` with a group of two deployments, a wildcard, a price of the operator's own, and none of it free of secrets. */
export const SAMPLE_MODELS: readonly ModelEntry[] = [
  entry('gpt-4o', { model: 'openai/gpt-4o', api_key, rpm: 10 }, { id: 'gpt-a' }),
  entry('gpt-4o', { model: 'azure/gpt-4o', api_base: 'https://a.openai.azure.com', api_key }, { id: 'gpt-b' }),
  entry('claude', { model: 'anthropic/claude-sonnet-4-5', api_key }, { id: 'claude' }),
  entry(
    'priced',
    { model: 'openai/own', api_base: 'https://models.example/v1', api_key, input_cost_per_token: 0.5 },
    { id: 'priced' },
  ),
  entry('openai/*', { model: 'openai/*', api_key }, { id: 'wild' }),
];

export const SAMPLE_ALIASES = [
  { alias: 'fast', group: 'gpt-4o', hidden: false },
  { alias: 'secret-alias', group: 'claude', hidden: true },
] as const;

export const UPSTREAM_KEY = api_key;
