import type { CanonicalResponse, ContentPart } from '@tollgate/canonical';
import { readInput } from './read-input.js';

/** What an answer says, aspect by aspect: two answers that mean the same are equal in each. */
export function aspectsOfAnswer(response: CanonicalResponse): Readonly<Record<string, unknown>> {
  const first = response.choices.find(({ index }) => index === 0);
  const parts = first?.content ?? [];
  const { raw: _raw, made: _made, ...usage } = response.usage ?? { raw: undefined, made: undefined };
  const buckets = Object.entries(usage).filter(([, count]) => count > 0);
  return {
    text: textOf(parts, 'text'),
    refusal: textOf(parts, 'refusal'),
    reasoning: textOf(parts, 'reasoning'),
    signatures: parts.flatMap((part) =>
      part.type === 'reasoning' && part.signature !== undefined ? [part.signature] : [],
    ),
    encrypted: parts.flatMap((part) =>
      part.type === 'reasoning' && part.encrypted !== undefined ? [[part.id, part.encrypted]] : [],
    ),
    redacted: parts.flatMap((part) =>
      part.type === 'reasoning' && part.redacted !== undefined ? [part.redacted] : [],
    ),
    tools: parts.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part.name, readInput(part.input)]] : [])),
    annotations: parts.flatMap((part) => (part.type === 'text' ? (part.annotations ?? []) : [])),
    opaque: parts.filter((part) => part.type === 'opaque').length,
    order: orderOf(parts),
    finish: first?.finish.reason,
    stopSequence: first?.finish.stopSequence,
    otherChoices: response.choices.filter(({ index }) => index !== 0).length,
    logprobs: first?.logprobs !== undefined,
    usageKnown: response.usage !== undefined,
    ...Object.fromEntries(
      [
        'inputUncached',
        'cacheRead',
        'cacheWrite5m',
        'cacheWrite1h',
        'output',
        'reasoning',
        'inputAudio',
        'outputAudio',
        'searches',
      ].map((bucket) => [`usage.${bucket}`, buckets.find(([name]) => name === bucket)?.[1] ?? 0]),
    ),
  };
}

function textOf(parts: readonly ContentPart[], type: 'text' | 'refusal' | 'reasoning'): string {
  return parts.map((part) => (part.type === type ? part.text : '')).join('');
}

/** The kinds of parts in their order, neighbours of one kind counted once; what is empty is not heard. */
function orderOf(parts: readonly ContentPart[]): readonly string[] {
  const kinds = parts
    .filter((part) => part.type !== 'opaque' && !(part.type === 'text' && part.text === ''))
    .map(({ type }) => type);
  return kinds.filter((kind, index) => kind !== kinds[index - 1]);
}
