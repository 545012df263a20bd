import { isTimeZone, LIMIT_NANO_USD_MAX, type NanoUsd, nanoUsdFromUsd } from '@tollgate/kernel';
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
/** A limit in dollars. */
export const dollars = z
  .preprocess(readNumber, z.number('expected dollars as a number').nonnegative('a budget cannot be negative'))
  .refine(isCountable, 'a budget that large cannot be counted exactly');
/** A limit in dollars, as nano-dollars. */
export const budget = dollars.transform((usd) => nanoUsdFromUsd(usd) as NanoUsd);
/** LiteLLM's `<n>s|m|h|d|w|mo`. */
export const duration = z
  .string('expected a duration such as 30m, 24h, 7d or 1mo')
  .regex(/^[1-9]\d{0,5}(s|m|h|d|w|mo)$/, 'expected a duration such as 30m, 24h, 7d or 1mo');
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

/** A zone of clocks by its IANA name. */
export const timeZone = z
  .string('expected a text')
  .refine(isTimeZone, "expected the name of a time zone, such as 'Europe/Berlin' or 'UTC'");

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

/** One text or a list of texts. */
export const texts = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(z.string(), 'expected a list of texts'),
);

function isCountable(usd: number): boolean {
  const nano = nanoUsdFromUsd(usd);
  return nano !== undefined && nano <= LIMIT_NANO_USD_MAX;
}

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
