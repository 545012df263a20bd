import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import { totalInputTokens, totalOutputTokens, type Usage } from '@tollgate/canonical';
import { isGemini3 } from './model-families.js';
import { readMember, readObjects, readText } from './read-member.js';

/**
 * `usageMetadata` to disjoint buckets. The prompt's count holds cached and audio tokens, and not what the provider's tools read, which
 * is input too. Thoughts stand beside the candidates' tokens, but for hosts whose total says that they are inside. Google leaves out
 * counts of 0. Undefined without a prompt count (a stream's first events may have none), and when one is negative or no integer:
 * unknown, never 0. `searches`: what was searched for in the answer (see countSearches).
 */
export function decodeUsage(block: JsonValue | undefined, searches = 0): Usage | undefined {
  if (!isJsonObject(block)) return undefined;
  const prompt = readCount(readMember(block, 'promptTokenCount'));
  const cached = readCount(readMember(block, 'cachedContentTokenCount')) ?? 0;
  const toolUse = readCount(readMember(block, 'toolUsePromptTokenCount')) ?? 0;
  const candidates = readCount(readMember(block, 'candidatesTokenCount')) ?? 0;
  const thoughts = readCount(readMember(block, 'thoughtsTokenCount')) ?? 0;
  if (prompt === undefined || !isCount(prompt) || !isCount(cached)) return undefined;
  if (!isCount(toolUse) || !isCount(candidates) || !isCount(thoughts)) return undefined;
  const inside = thoughts > 0 && thoughts <= candidates && block['totalTokenCount'] === prompt + candidates + toolUse;
  const inputAudio = Math.max(
    0,
    tokensOf('AUDIO', block, 'promptTokensDetails', prompt) - tokensOf('AUDIO', block, 'cacheTokensDetails', cached),
  );
  const outputAudio = tokensOf('AUDIO', block, 'candidatesTokensDetails', candidates);
  const outputImage = tokensOf('IMAGE', block, 'candidatesTokensDetails', candidates - outputAudio);
  const read = cached <= prompt ? cached : 0;
  const uncached = prompt - read - inputAudio;
  const output = candidates - outputAudio - outputImage - (inside ? thoughts : 0);
  return {
    inputUncached: Math.max(0, uncached) + toolUse,
    ...(read > 0 && { cacheRead: read }),
    ...(inputAudio > 0 && uncached >= 0 && { inputAudio }),
    output: Math.max(0, output),
    ...(thoughts > 0 && { reasoning: thoughts }),
    ...(outputAudio > 0 && { outputAudio }),
    ...(outputImage > 0 && { outputImage }),
    ...(searches > 0 && { searches }),
    raw: block,
  };
}

/**
 * Searches that are billed: Gemini 3 charges each query, its forerunners a grounded answer once, however many it made (Gemini API,
 * "Grounding with Google Search", pricing).
 */
export function countSearches(queries: number, model: string): number {
  return isGemini3(model) ? queries : Math.min(queries, 1);
}

/** Queries that a candidate's grounding names. */
export function queriesOf(candidate: JsonObject): number {
  const grounding = readMember(candidate, 'groundingMetadata');
  const queries = isJsonObject(grounding) ? readMember(grounding, 'webSearchQueries') : undefined;
  return Array.isArray(queries) ? queries.length : 0;
}

/** Buckets as clients of the dialect add them up. */
export function encodeUsage(usage: Usage): JsonObject {
  const prompt = totalInputTokens(usage);
  const thoughts = usage.reasoning ?? 0;
  const candidates = totalOutputTokens(usage) - thoughts;
  return {
    promptTokenCount: prompt,
    ...(usage.cacheRead !== undefined && { cachedContentTokenCount: usage.cacheRead }),
    candidatesTokenCount: candidates,
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
    totalTokenCount: prompt + candidates + thoughts,
    promptTokensDetails: detailsOf(prompt, usage.inputAudio),
    candidatesTokensDetails: detailsOf(candidates, usage.outputAudio),
  };
}

function detailsOf(total: number, audio = 0): readonly JsonObject[] {
  const text = { modality: 'TEXT', tokenCount: total - audio };
  return audio === 0 ? [text] : [text, { modality: 'AUDIO', tokenCount: audio }];
}

/** What a list says of one modality; a count larger than what holds it is not believed. */
function tokensOf(modality: string, block: JsonObject, list: string, total: number): number {
  const items = readObjects(block, list);
  if (items.length === 0) return 0;
  const counts = items
    .filter((item) => readText(item, 'modality') === modality)
    .map((item) => readCount(readMember(item, 'tokenCount')) ?? 0);
  const sum = counts.reduce((left, right) => left + right, 0);
  return isCount(sum) && sum <= total ? sum : 0;
}

function readCount(value: JsonValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'number' ? value : Number.NaN;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
