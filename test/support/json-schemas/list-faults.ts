import type { ErrorObject, ValidateFunction } from 'ajv';

/** The faults of a value by a schema, the deepest first; empty where it is valid. */
export function listFaults(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value) === true) return [];
  const errors = (validate.errors ?? []).toSorted((a, b) => depthOf(b) - depthOf(a));
  return [
    ...new Set(
      errors.map(({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`),
    ),
  ];
}

/** The deepest fault says most: above it, a union only says that nothing fits. */
function depthOf({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}
