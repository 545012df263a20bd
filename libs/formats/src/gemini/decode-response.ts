import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { CanonicalResponse, Choice, ContentPart } from '@tollgate/canonical';
import { DecodeError } from '../format.js';
import { countSearches, decodeUsage, queriesOf } from './convert-usage.js';
import { callNamer, decodeAnswerPart, type CallNamer } from './decode-answer-part.js';
import { readError } from './errors.js';
import { blockedFinish, decodeFinish } from './map-finish-reason.js';
import { FORMAT, ownSource } from './own-source.js';
import { readMember, readObject, readObjects, readText } from './read-member.js';

/** Members with a canonical place; the others (`promptFeedback`, `createTime` …) are kept in `extra`. */
const PLACED = new Set(['candidates', 'modelVersion', 'responseId', 'usageMetadata']);

/** A whole answer of generateContent. Throws DecodeError when the body is none. */
export function decodeResponse(body: unknown, text?: string): CanonicalResponse {
  if (!isJsonObject(body) || !isAnswer(body)) {
    const message = readError(body)?.['message'];
    throw new DecodeError(FORMAT, typeof message === 'string' ? message : 'the answer has no candidates');
  }
  const id = readText(body, 'responseId');
  const model = readText(body, 'modelVersion');
  const candidates = readObjects(body, 'candidates');
  const nameOf = callNamer(id);
  const queries = candidates.reduce((sum, candidate) => sum + queriesOf(candidate), 0);
  const usage = decodeUsage(readMember(body, 'usageMetadata'), countSearches(queries, model));
  const serviceTier = tierOf(body);
  return {
    id,
    model,
    choices:
      candidates.length === 0 ? [withoutCandidate(body)] : candidates.map((item, at) => decodeChoice(item, at, nameOf)),
    ...(usage !== undefined && { usage }),
    ...(serviceTier !== undefined && { serviceTier }),
    extra: Object.fromEntries(Object.entries(body).filter(([name]) => !PLACED.has(name))),
    source: ownSource(body, text),
  };
}

/** The tier that served the answer (`usageMetadata.serviceTier`), which decides its prices. */
export function tierOf(body: JsonObject): string | undefined {
  const usage = readObject(body, 'usageMetadata');
  const tier = usage === undefined ? '' : readText(usage, 'serviceTier');
  return tier === '' ? undefined : tier;
}

/** Why a prompt got no candidates. */
export function blockReasonOf(body: JsonObject): string | undefined {
  const feedback = readObject(body, 'promptFeedback');
  const reason = feedback === undefined ? '' : readText(feedback, 'blockReason');
  return reason === '' ? undefined : reason;
}

/** Log probabilities and grounding stay with the candidate as the provider wrote them. */
function decodeChoice(candidate: JsonObject, position: number, nameOf: CallNamer): Choice {
  const content = decodeContent(candidate, nameOf);
  const index = candidate['index'];
  const logprobs = readMember(candidate, 'logprobsResult');
  const calls = content.some((part) => part.type === 'tool-call');
  return {
    index: typeof index === 'number' ? index : position,
    content: annotate(content, candidate),
    finish: decodeFinish(readMember(candidate, 'finishReason'), calls),
    ...(logprobs !== undefined && { logprobs }),
  };
}

function decodeContent(candidate: JsonObject, nameOf: CallNamer): readonly ContentPart[] {
  return readObjects(readObject(candidate, 'content') ?? {}, 'parts').flatMap((part) => decodeAnswerPart(part, nameOf));
}

/** What the search found stands beside the text that it supports. */
function annotate(content: readonly ContentPart[], candidate: JsonObject): readonly ContentPart[] {
  const grounding = readMember(candidate, 'groundingMetadata');
  const at = content.findIndex((part) => part.type === 'text');
  if (grounding === undefined || at === -1) return content;
  return content.map((part, index) =>
    index === at && part.type === 'text' ? { ...part, annotations: [grounding] } : part,
  );
}

function withoutCandidate(body: JsonObject): Choice {
  const reason = blockReasonOf(body);
  return { index: 0, content: [], finish: reason === undefined ? { reason: 'other' } : blockedFinish(reason) };
}

function isAnswer(body: JsonObject): boolean {
  const member = (name: string): JsonValue | undefined => readMember(body, name);
  return (
    Array.isArray(member('candidates')) ||
    isJsonObject(member('promptFeedback')) ||
    isJsonObject(member('usageMetadata'))
  );
}
