import { z } from 'zod';
import { text } from '../lenient-values.js';

const target = z.union(
  [text, z.strictObject({ model: text }).transform(({ model }) => model)],
  'expected the name of a model, or { model }',
);

export const fallbackTargets = z.array(target, 'expected a list of model names');

/** `[{ "group": ["a", "b"] }, …]` */
export const fallbackTable = z
  .array(z.record(z.string(), fallbackTargets), 'expected a list of { group: [targets] }')
  .transform((entries) => firstOfEach(entries.flatMap((entry) => Object.entries(entry))));

/** A group that is named twice has its first entry, as in LiteLLM. */
function firstOfEach(
  entries: readonly (readonly [string, readonly string[]])[],
): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, readonly string[]>();
  for (const [group, targets] of entries) if (!table.has(group)) table.set(group, targets);
  return table;
}
