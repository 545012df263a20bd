import type { Deployment, Snapshot } from '@tollgate/canonical';

const CHAT_MODES: readonly (string | undefined)[] = [undefined, 'chat', 'completion', 'responses'];

/** The first model, in the order of the configuration, that a first request can be made to: served, for chat, no wildcard. */
export function findFirstModel({ groups }: Snapshot, names: readonly string[]): string | undefined {
  return names.find((name) => groups.get(name)?.some(answersChat));
}

function answersChat({ served, facts }: Deployment): boolean {
  return served && CHAT_MODES.includes(facts.mode);
}
