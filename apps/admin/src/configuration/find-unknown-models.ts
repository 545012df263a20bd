import { isServedName, type Snapshot } from '@tollgate/canonical';

/** Names that stand for nothing that could take over, or be taken over from. */
export function findUnknownModels(snapshot: Snapshot, names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== '*' && !isServedName(snapshot, name));
}
