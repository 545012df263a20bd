import { z } from 'zod';

/** Line breaks and what else no header can carry: a credential that holds them was pasted wrong. */
const NOT_IN_CREDENTIALS = /[^\x20-\x7e\x80-\xff]/;

/** A credential without the white space around it; undefined when a character in it can be sent to nobody. */
export function cleanCredential(value: string): string | undefined {
  const trimmed = value.trim();
  return NOT_IN_CREDENTIALS.test(trimmed) ? undefined : trimmed;
}

export const FAULTY_CREDENTIAL =
  'holds a line break or another control character: set it to the credential alone, on one line';

/** A credential of the gateway's own. The value is never shown. */
export const secret = z.string('expected a text').transform((value, context) => {
  const clean = cleanCredential(value);
  if (clean !== undefined) return clean;
  context.addIssue({ code: 'custom', message: FAULTY_CREDENTIAL });
  return z.NEVER;
});
