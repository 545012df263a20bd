/** Lists of models that hold a key back no more than where it stands. */
const WHOLE_LISTS: readonly string[] = ['all-proxy-models', 'all-team-models'];

/** Whether a list of models of a key's own holds it back. */
export function isNarrow(models: readonly string[]): boolean {
  return models.length > 0 && !models.some((model) => WHOLE_LISTS.includes(model));
}
