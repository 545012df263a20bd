import type { Fate, Sample } from './fate.js';

/**
 * What becomes of a member at a provider of the client's dialect and at one of the other; or why no provider sees it. What is done
 * `here` is the gateway's own work where the provider cannot.
 */
export type Parameter = Sample &
  (
    | { readonly own: Exclude<Fate, 'silent'>; readonly foreign: Exclude<Fate, 'silent'> | 'here' }
    | { readonly kept: string }
  );
