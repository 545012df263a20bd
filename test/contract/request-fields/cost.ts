import type { CanonicalRequest, UsageBound } from '@tollgate/canonical';

/** A word that stands nowhere else in a request. */
export const MARKER = 'MARKED_9f2c';

/** What a field does to the most that a request can cost. */
export type Cost =
  /** Nothing. */
  | 'free'
  /** Its text is counted. */
  | 'text'
  | 'limit'
  | 'choices'
  | 'reasoning'
  | 'tier'
  /** A cut answer is of no use. */
  | 'whole'
  | 'image'
  | 'audio'
  | 'document'
  /** The whole context window is counted. */
  | 'window'
  /** The provider may run it so often. */
  | 'calls'
  /** Refused on a budgeted key, by name. */
  | 'unbounded';

interface Bounded {
  readonly request: CanonicalRequest;
  readonly bound: UsageBound;
}

/** What a field was seen to do, beside a request that lacks it. */
export function costOf({ request, bound }: Bounded, without: Bounded): readonly Cost[] {
  const base = without.bound;
  const seen: readonly (readonly [Cost, boolean])[] = [
    ['text', bound.inputTexts.some((text) => text.includes(MARKER))],
    ['limit', bound.outputLimit !== base.outputLimit],
    ['choices', bound.choices > base.choices],
    ['reasoning', bound.reasoning && !base.reasoning],
    ['tier', request.serviceTier !== without.request.serviceTier],
    ['whole', bound.needsWholeAnswer && !base.needsWholeAnswer],
    ['image', bound.images > base.images],
    ['audio', bound.audio > base.audio],
    ['document', bound.documents > base.documents],
    ['window', (bound.contextWindows ?? 0) > (base.contextWindows ?? 0)],
    ['calls', (bound.providerToolCalls ?? 0) > (base.providerToolCalls ?? 0)],
    ['unbounded', bound.unbounded.length > base.unbounded.length],
  ];
  const costs = seen.flatMap(([cost, is]) => (is ? [cost] : []));
  return costs.length === 0 ? ['free'] : costs;
}
