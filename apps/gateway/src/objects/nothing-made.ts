/** No attempt, no usage, no answer of a model: a look at one that was made before. */
export const NOTHING_MADE = {
  closed: undefined,
  earlier: [],
  response: undefined,
  providerResponseId: undefined,
  finish: undefined,
  firstTokenAt: undefined,
} as const;
