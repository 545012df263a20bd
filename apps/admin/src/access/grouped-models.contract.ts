import type { Snapshot } from '@tollgate/canonical';

/** The models of the worlds that grants are tried in. */
export const NAMES = ['gpt-4o', 'gpt-4o-mini', 'claude', 'openai/x'];

const group = (name: string, ...models: string[]) => {
  const members = { name, models: new Set(models) };
  return [[name, members] as const, [`id-of-${name}`, members] as const];
};

/** `gpt-group` has a name that the pattern `gpt-*` takes in, and a model that it does not. */
export const SNAPSHOT = {
  aliases: new Map(),
  groups: new Map(NAMES.map((name) => [name, []])),
  upstreamNames: new Map(),
  wildcards: [],
  defaultDeployments: [],
  inferProvider: () => undefined,
  accessGroups: new Map([...group('gpt-group', 'claude', 'gpt-4o'), ...group('small', 'gpt-4o-mini')]),
} as unknown as Snapshot;
