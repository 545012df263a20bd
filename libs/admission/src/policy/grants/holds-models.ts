import type { Snapshot } from '@tollgate/canonical';
import { holdsModel } from '../model-access.js';
import { isWithin } from './is-within.js';

/** Whether a list of models gives no more than the list that is held; an empty one gives everything. */
export function holdsModels(snapshot: Snapshot, held: readonly string[], given: readonly string[]): boolean {
  return isWithin(held, given, (list, entry) => holdsModel(snapshot, list, entry));
}
