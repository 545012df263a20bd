import type { LimitedScope } from './limits.js';
import type { ResolvedModel } from './resolve-model.js';

/** What authorization allows: the group to route in and the scopes of the caller that every attempt is charged to. */
export interface Grant {
  readonly model: ResolvedModel;
  readonly scopes: readonly LimitedScope[];
}
