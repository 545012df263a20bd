/** Words of lists of models that are no model's and no group's name. */
export const SPECIAL_NAMES: ReadonlySet<string> = new Set(['all-proxy-models', 'all-team-models', 'no-default-models']);
