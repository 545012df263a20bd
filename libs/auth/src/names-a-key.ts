const NAMES_A_KEY = /^(sk-.{20,}|[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** True for what has the form of a key's secret, of its hash or of an id: as an alias, it would be taken for another key's. */
export function namesAKey(text: string): boolean {
  return NAMES_A_KEY.test(text);
}
