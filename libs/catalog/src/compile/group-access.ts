import type { AccessGroup, AccessGroups, Deployment } from '@tollgate/canonical';

/** An access group that the store keeps. */
export interface KeptAccessGroup {
  readonly id: string;
  readonly name: string;
  /** Public names of its models, and what lists take in their place: patterns, names that are no model's yet. */
  readonly models: readonly string[];
}

/**
 * Access groups with the models that name them (`model_info.access_groups`) and those that the store puts into them. A model that has a
 * group's name is in it: the name stands for both.
 */
export function groupAccess(
  deployments: readonly Pick<Deployment, 'group' | 'accessGroups'>[],
  kept: readonly KeptAccessGroup[],
): AccessGroups {
  const members = new Map<string, Set<string>>();
  const add = (name: string, models: readonly string[]): void =>
    void members.set(name, new Set([...(members.get(name) ?? []), ...models]));
  for (const { group, accessGroups = [] } of deployments) for (const name of accessGroups) add(name, [group]);
  for (const { name, models } of kept) add(name, models);
  const isPublic = (name: string): boolean => deployments.some(({ group }) => group === name);
  const groups = new Map<string, AccessGroup>();
  for (const [name, entries] of members) {
    const models = new Set([...entries, ...(isPublic(name) ? [name] : [])]);
    const further = [...entries].filter((entry) => !isPublic(entry));
    groups.set(name, { name, models, ...(further.length > 0 && { further }) });
  }
  const byId = kept.flatMap(({ id, name }) => {
    const group = groups.get(name);
    return group === undefined ? [] : [[id, group] as const];
  });
  return new Map([...byId, ...groups]);
}
