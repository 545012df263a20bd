/** Members of recorded requests that an adapter writes otherwise than the recorded client did, and why. */
export const REWRITTEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  xai: {
    max_tokens: 'deprecated there, and not said to cover reasoning',
    max_completion_tokens: 'the limit that covers reasoning',
  },
};

const CACHED_BEYOND_PROMPT = 'it reports more cached tokens than tokens of the prompt, which we do not believe';

/**
 * Recorded answers of which the third party (@pydantic/genai-prices 0.1.8) has no reading, or one whose details are not ours: only totals
 * are compared then. The key is the provider and the recording.
 */
export const SECOND_OPINION_DIFFERS: Readonly<Record<string, { readonly none: boolean; readonly why: string }>> = {
  'groq/groq/reasoning.body.json': { none: true, why: 'only the body was recorded, which names no provider' },
  'azure_ai/azure-ai/tools-parallel.http.json': { none: false, why: CACHED_BEYOND_PROMPT },
  'azure_ai/text.http.json': { none: false, why: CACHED_BEYOND_PROMPT },
  'azure_ai/tools.http.json': { none: false, why: CACHED_BEYOND_PROMPT },
  'huggingface/text.http.json': { none: true, why: 'the router is not in its list; the host behind it is Groq' },
  'together_ai/text.http.json': { none: true, why: 'it reads no usage of Together, whose cached_tokens stand flat' },
  'together_ai/tools.http.json': { none: true, why: 'it reads no usage of Together, whose cached_tokens stand flat' },
};
