import type { JsonValue } from '@tollgate/kernel';
import { snakeName } from './read-member.js';

/**
 * What a member can add to the bill: `counted` (its text or number stands in the bound), `free`, or a function that says why a
 * value cannot be bounded (undefined: that value can).
 */
export type MemberCost = 'counted' | 'free' | ((value: JsonValue) => string | undefined);

const always =
  (reason: string): MemberCost =>
  () =>
    reason;

/** Every top-level member of a generateContent request (Gemini API v1beta, models.generateContent; `@google/genai` 3.3). */
export const REQUEST_MEMBERS: Readonly<Record<string, MemberCost>> = {
  model: 'free',
  contents: 'counted',
  systemInstruction: 'counted',
  tools: 'counted',
  toolConfig: 'free',
  safetySettings: 'free',
  generationConfig: 'counted',
  cachedContent: 'counted',
  labels: 'free',
  store: 'free',
  // the dearest price of a tier is taken for every request
  serviceTier: 'free',
  continuationToken: always('goes on with an answer kept at the provider'),
};

/** Every member of `generationConfig` (the same sources). */
export const GENERATION_MEMBERS: Readonly<Record<string, MemberCost>> = {
  candidateCount: 'counted',
  maxOutputTokens: 'counted',
  stopSequences: 'free',
  temperature: 'free',
  topP: 'free',
  topK: 'free',
  seed: 'free',
  presencePenalty: 'free',
  frequencyPenalty: 'free',
  responseLogprobs: 'free',
  logprobs: 'free',
  responseMimeType: 'free',
  responseSchema: 'counted',
  responseJsonSchema: 'counted',
  thinkingConfig: 'counted',
  mediaResolution: 'free',
  enableEnhancedCivicAnswers: 'free',
  audioTimestamp: 'free',
  responseModalities: (value) =>
    Array.isArray(value) && value.every((modality) => /^text$/i.test(String(modality)))
      ? undefined
      : 'images and audio that are made are priced apart from text',
  speechConfig: always('speech is priced apart from text'),
  imageConfig: always('images are priced apart from text'),
  routingConfig: always('the provider may answer with another model'),
  modelSelectionConfig: always('the provider may answer with another model'),
};

const CAMEL_NAMES: ReadonlyMap<string, string> = new Map(
  [...Object.keys(REQUEST_MEMBERS), ...Object.keys(GENERATION_MEMBERS)].map((name) => [snakeName(name), name]),
);

/** A known member's name in JSON, from either spelling; any other name as it is. */
export function camelName(name: string): string {
  return CAMEL_NAMES.get(name) ?? name;
}
