import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/**
 * The body without the member at a path of LiteLLM's `additional_drop_params`: `a`, `a.b`, `a[0]`, `tools[*].input_examples`. The
 * body itself when there is no such member.
 */
export function dropPath(body: JsonObject, path: string): JsonObject {
  const steps = path.match(/[^.[\]]+/g);
  if (steps === null) return body;
  const changed = without(body, steps);
  return isJsonObject(changed) ? changed : body;
}

function without(value: JsonValue, steps: readonly string[]): JsonValue {
  const [step = '', ...rest] = steps;
  if (Array.isArray(value)) return withoutElement(value as readonly JsonValue[], step, rest);
  if (!isJsonObject(value) || !Object.hasOwn(value, step)) return value;
  const { [step]: member, ...others } = value;
  if (rest.length === 0) return others;
  if (member === undefined) return value;
  const changed = without(member, rest);
  return changed === member ? value : { ...value, [step]: changed };
}

function withoutElement(items: readonly JsonValue[], step: string, rest: readonly string[]): JsonValue {
  const hit = (index: number): boolean => step === '*' || step === String(index);
  if (!items.some((_, index) => hit(index))) return items;
  if (rest.length === 0) return items.filter((_, index) => !hit(index));
  return items.map((item, index) => (hit(index) ? without(item, rest) : item));
}
