import type { JsonObject, JsonValue } from '@tollgate/kernel';

/** What a document's schemas are stricter in than what they describe: the part of one that is left out, and where that shows. */
export interface Relaxation {
  /** What is asked, or what is answered. */
  readonly of: 'requests' | 'answers';
  readonly definition: string;
  /** Members that lead to the part, from the definition on. */
  readonly at: readonly string[];
  /** Of the list or object there: the entry that is left out. */
  readonly without?: string;
  /** Instead: what is there may be null too. */
  readonly orNull?: true;
  readonly reason: string;
}

/** The definitions without what the relaxations leave out; throws for one that leaves out nothing. */
export function relaxSchemas(
  definitions: Readonly<Record<string, JsonObject>>,
  relaxations: readonly Relaxation[],
): Readonly<Record<string, JsonObject>> {
  const copy = JSON.parse(JSON.stringify(definitions)) as Record<string, JsonValue>;
  for (const relaxation of relaxations) relax(copy, relaxation);
  return copy as Record<string, JsonObject>;
}

function relax(definitions: Record<string, JsonValue>, { definition, at, without, orNull }: Relaxation): void {
  const steps = [definition, ...at];
  const last = steps.pop() ?? '';
  const holder = steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    definitions,
  ) as Record<string, unknown> | undefined;
  const part = holder?.[last];
  if (holder === undefined || part === undefined) throw new Error(`${definition} has no ${at.join('/')}`);
  holder[last] = orNull === true ? { anyOf: [part, { type: 'null' }] } : leaveOut(part, without);
  if (JSON.stringify(holder[last]) === JSON.stringify(part))
    throw new Error(`${definition} has no ${without} at ${at.join('/')}`);
}

function leaveOut(part: unknown, without: string | undefined): unknown {
  if (Array.isArray(part)) return part.filter((entry) => entry !== without);
  return Object.fromEntries(Object.entries(part as object).filter(([name]) => name !== without));
}
