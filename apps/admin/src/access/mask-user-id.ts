const HEAD = 6;
const TAIL = 2;

/** A user id as LiteLLM's refusals show it: six characters, stars, two characters; all stars when it is short (transcript key-roles). */
export function maskUserId(userId: string | undefined): string {
  const id = userId ?? 'unknown';
  if (id.length <= HEAD + TAIL) return '*'.repeat(id.length);
  return `${id.slice(0, HEAD)}${'*'.repeat(id.length - HEAD - TAIL)}${id.slice(-TAIL)}`;
}
