import type { Fate, Sample } from './fate.js';

/** What becomes of a member at a provider of the client's dialect and at one of the other; or why no provider sees it. */
export type Parameter = Sample &
  ({ readonly own: Exclude<Fate, 'silent'>; readonly foreign: Exclude<Fate, 'silent'> } | { readonly kept: string });
