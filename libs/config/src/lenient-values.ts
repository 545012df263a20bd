import { z } from 'zod';

/**
 * YAML and `os.environ/` give numbers and booleans as text as well ("3", "True"): LiteLLM takes both, so these do. A value of
 * any other kind is refused with the kind that was expected.
 */
export const number = z.preprocess(readNumber, z.number('expected a number'));
export const count = z.preprocess(readNumber, z.int('expected a whole number').nonnegative('expected 0 or more'));
export const positiveCount = z.preprocess(readNumber, z.int('expected a whole number').positive('expected 1 or more'));
/** Seconds as LiteLLM writes them, fractions allowed. */
export const seconds = z.preprocess(
  readNumber,
  z.number('expected seconds as a number').positive('expected more than 0 seconds'),
);
export const megabytes = z.preprocess(
  readNumber,
  z.number('expected megabytes as a number').positive('expected more than 0 megabytes'),
);
/** Dollars per unit. */
export const price = z.preprocess(
  readNumber,
  z.number('expected dollars as a number').nonnegative('a price cannot be negative'),
);
export const boolean = z.preprocess(readBoolean, z.boolean('expected true or false'));
export const text = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string('expected a text'),
);
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

/** A whole address of one of these protocols (each with its colon). The value is never shown: it may hold a password. */
export function address(protocols: readonly string[]): z.ZodType<string, string> {
  return z
    .string('expected a text')
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `expected an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );
}

export const postgresAddress = address(['postgresql:', 'postgres:']);

/** An empty text counts as not given, as an empty variable does. */
export function notEmpty(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}

/** One text or a list of texts. */
export const texts = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(z.string(), 'expected a list of texts'),
);

function readNumber(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  yes: true,
  on: true,
  false: false,
  '0': false,
  no: false,
  off: false,
};

function readBoolean(value: unknown): unknown {
  if (value === 1 || value === 0) return value === 1;
  return typeof value === 'string' ? (BOOLEANS[value.trim().toLowerCase()] ?? value) : value;
}
