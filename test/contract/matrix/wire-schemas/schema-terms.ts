/** What the schemas of the dialects are written with: counts, texts, and objects whose members are required or optional. */
export const count = { type: 'integer', minimum: 0 };
export const text = { type: 'string' };
export const nullableText = { type: ['string', 'null'] };

/** An object with these members; more may stand in it. */
export function object(
  required: Readonly<Record<string, unknown>>,
  optional: Readonly<Record<string, unknown>> = {},
): object {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

/** JSON schemas of what a client of a dialect may be sent. */
export interface DialectSchemas {
  readonly answer: object;
  readonly event: object;
  readonly error: object;
}

/** The error of OpenAI's dialects. */
export const openaiError = object({
  error: object({ message: text, type: nullableText, param: nullableText, code: nullableText }),
});
