/** The driver's or the system's code of an error (`28P01`, `ECONNREFUSED`), of the first where several addresses were tried. */
export function errorCode(error: unknown): string {
  const first: unknown = isObject(error) && Array.isArray(error['errors']) ? error['errors'][0] : error;
  const code = isObject(first) ? first['code'] : undefined;
  return typeof code === 'string' ? code : '';
}

export function errorMessage(error: unknown): string {
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
