/** Characters of a provider's error body that are kept. */
export const ERROR_BODY_LENGTH_MAX = 4096;

/** An error answer's text as JSON; undefined where it is none (a proxy's page). */
export function parseErrorBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The message of an error answer that says nothing. */
export function noErrorMessage(status: number): string {
  return `the provider answered with status ${status} and no message`;
}
