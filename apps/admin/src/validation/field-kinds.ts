import { fail, isJsonObject, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';

/** One fault of one field, in Pydantic's words (LiteLLM's 422): `path` leads from the field to the faulty member. */
export interface FieldIssue {
  readonly type: string;
  readonly msg: string;
  readonly path: readonly (string | number)[];
}

/** How a field's JSON value is read: Pydantic's lax mode, as LiteLLM reads its bodies and queries; but a boolean is no number. */
export interface FieldKind {
  readonly name: string;
  /** Of a list: how many entries it takes. */
  readonly itemsMax?: number;
  /** Never called with null for an optional field; undefined means that a required field is absent. */
  readonly parse: (value: unknown) => Outcome<unknown, readonly FieldIssue[]>;
}

const refuse = (
  type: string,
  msg: string,
  path: readonly (string | number)[] = [],
): Outcome<never, readonly FieldIssue[]> => fail([{ type, msg, path }]);

const MISSING = refuse('missing', 'Field required');

function kind(name: string, parse: FieldKind['parse']): FieldKind {
  return { name, parse: (value) => (value === undefined ? MISSING : parse(value)) };
}

/** What an index of PostgreSQL holds of two of them together: names are looked up by, and counted under. */
const TEXT_BYTES_MAX = 1_024;
const LONG_TEXT_BYTES_MAX = 16_384;

/** A name, an id or the like. */
export const TEXT = textUpTo(TEXT_BYTES_MAX);

/** A length of time; LiteLLM's dashboard says `""` and `"None"` for none (litellm-admin-api 16). */
export const DURATION = kind('text', (value) => (value === '' || value === 'None' ? succeed(null) : TEXT.parse(value)));

/** A description, or many names with commas between. */
export const LONG_TEXT = textUpTo(LONG_TEXT_BYTES_MAX);

function textUpTo(bytesMax: number): FieldKind {
  return kind('text', (value) => {
    const issues = textIssues(value, [], bytesMax);
    return issues.length > 0 ? fail(issues) : succeed(value);
  });
}

/** Strings that hold a number are taken, `nan` and `inf` too: the range is judged where the field is used. */
export const NUMBER = kind('number', (value) => {
  if (typeof value === 'number') return succeed(value);
  if (typeof value !== 'string') return refuse('float_type', 'Input should be a valid number');
  const number = parseFloatText(value.trim());
  return number === undefined
    ? refuse('float_parsing', 'Input should be a valid number, unable to parse string as a number')
    : succeed(number);
});

export const INTEGER = kind('integer', (value) => {
  if (typeof value === 'number') return integerOf(value);
  if (typeof value !== 'string') return refuse('int_type', 'Input should be a valid integer');
  return /^\s*[+-]?\d+(\.0+)?\s*$/.test(value)
    ? integerOf(Number(value))
    : refuse('int_parsing', 'Input should be a valid integer, unable to parse string as an integer');
});

export const FLAG = kind('flag', (value) => {
  if (typeof value === 'boolean') return succeed(value);
  if (typeof value !== 'string' && typeof value !== 'number')
    return refuse('bool_type', 'Input should be a valid boolean');
  const text = String(value).toLowerCase();
  if (['true', 't', 'yes', 'y', 'on', '1'].includes(text)) return succeed(true);
  if (['false', 'f', 'no', 'n', 'off', '0'].includes(text)) return succeed(false);
  return refuse('bool_parsing', 'Input should be a valid boolean, unable to interpret input');
});

/** Entries of a list, or members of an object, that is read, judged and kept as a whole, in one row. */
export const ITEMS_MAX = 10_000;

/** Entries of a list that each are looked up, or written, on their own. */
export const BATCH_MAX = 1_000;

export const TEXT_LIST = textListUpTo(ITEMS_MAX);

/** Names of what one call looks up, changes or deletes: so many that the database has time for others between two such calls. */
export const BATCH = textListUpTo(BATCH_MAX, '. Ask again with the rest');

function textListUpTo(itemsMax: number, advice = ''): FieldKind {
  return boundedKind('text list', itemsMax, (value) => {
    if (!Array.isArray(value)) return refuse('list_type', 'Input should be a valid list');
    if (value.length > itemsMax) return tooLong(itemsMax, value.length, advice);
    const issues = value.flatMap((item, index) => textIssues(item, [index]));
    return issues.length > 0 ? fail(issues) : succeed(value);
  });
}

function boundedKind(name: string, itemsMax: number, parse: FieldKind['parse']): FieldKind {
  return { ...kind(name, parse), itemsMax };
}

function tooLong(max: number, length: number, advice = '', what = 'List'): Outcome<never, readonly FieldIssue[]> {
  return refuse('too_long', `${what} should have at most ${String(max)} items, not ${String(length)}${advice}`);
}

/** An object of more members than are read without holding others up. */
function refuseMembers(value: JsonObject): Outcome<never, readonly FieldIssue[]> | undefined {
  const { length } = Object.keys(value);
  return length > ITEMS_MAX ? tooLong(ITEMS_MAX, length, '', 'Dictionary') : undefined;
}

/** Values in an object that is kept with a key, a team and the like, at whatever depth: a page has a hundred of these. */
export const VALUES_MAX = 1_000;

function refuseValues(value: JsonObject): Outcome<never, readonly FieldIssue[]> | undefined {
  const places: unknown[] = [value];
  let count = 0;
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    if (typeof place !== 'object' || place === null) continue;
    const values: readonly unknown[] = Object.values(place);
    count += values.length;
    if (count > VALUES_MAX)
      return refuse('too_long', `Dictionary should have at most ${String(VALUES_MAX)} values in all`);
    for (const one of values) places.push(one);
  }
  return undefined;
}

/** Values that a query repeats a parameter for, or the only one. */
export const TEXTS = kind('texts', (value) => TEXT_LIST.parse(typeof value === 'string' ? [value] : value));

export const LIST = boundedKind('list', ITEMS_MAX, (value) => {
  if (!Array.isArray(value)) return refuse('list_type', 'Input should be a valid list');
  return value.length > ITEMS_MAX ? tooLong(ITEMS_MAX, value.length) : storable(value);
});

export const OBJECT = objectWithin(refuseValues);

/** An object that is not kept with each of many. */
export const LARGE_OBJECT = objectWithin(refuseMembers);

function objectWithin(refuseLong: typeof refuseMembers): FieldKind {
  return kind('object', (value) =>
    isJsonObject(value)
      ? (refuseLong(value) ?? storable(value))
      : refuse('dict_type', 'Input should be a valid dictionary'),
  );
}

export const TEXT_MAP = kind('text map', (value) => {
  if (!isJsonObject(value)) return refuse('dict_type', 'Input should be a valid dictionary');
  const tooMany = refuseValues(value);
  if (tooMany !== undefined) return tooMany;
  const issues = Object.entries(value).flatMap(([name, item]) => [
    ...textIssues(name, [name]),
    ...textIssues(item, [name]),
  ]);
  return issues.length > 0 ? fail(issues) : succeed(value);
});

/** Any JSON value: for fields whose whole meaning is judged later. */
export const ANY = boundedKind('any', ITEMS_MAX, (value) => {
  if (Array.isArray(value) && value.length > ITEMS_MAX) return tooLong(ITEMS_MAX, value.length);
  return (isJsonObject(value) ? refuseMembers(value) : undefined) ?? succeed(value);
});

export function choiceOf(values: readonly string[]): FieldKind {
  const quoted = values.map((value) => `'${value}'`);
  const list = [quoted.slice(0, -1).join(', '), quoted.at(-1)].filter(Boolean).join(' or ');
  return kind('choice', (value) =>
    typeof value === 'string' && values.includes(value) ? succeed(value) : refuse('enum', `Input should be ${list}`),
  );
}

/** Values that a query repeats a parameter for, each one of these. */
export function choicesOf(values: readonly string[]): FieldKind {
  const each = choiceOf(values);
  return kind('choices', (value) => {
    const sent: readonly unknown[] = Array.isArray(value) ? value : [value];
    const issues = sent.flatMap((item, index) => {
      const parsed = each.parse(item);
      return parsed.ok ? [] : parsed.error.map((issue) => ({ ...issue, path: [index, ...issue.path] }));
    });
    return issues.length > 0 ? fail(issues) : succeed(sent);
  });
}

/** An integer from `min` to `max` (both included). */
export function integerBetween(min: number, max: number): FieldKind {
  return kind('bounded integer', (value) => {
    const parsed = INTEGER.parse(value);
    if (!parsed.ok) return parsed;
    if (Number(parsed.value) < min)
      return refuse('greater_than_equal', `Input should be greater than or equal to ${String(min)}`);
    if (Number(parsed.value) > max)
      return refuse('less_than_equal', `Input should be less than or equal to ${String(max)}`);
    return parsed;
  });
}

const NO_UNICODE = 'Input should be a valid string, unable to parse raw data as a unicode string';

/** A text that PostgreSQL can hold: neither NUL nor half a surrogate pair, nor too long. */
function textIssues(
  value: unknown,
  path: readonly (string | number)[],
  bytesMax = TEXT_BYTES_MAX,
): readonly FieldIssue[] {
  if (typeof value !== 'string') return [{ type: 'string_type', msg: 'Input should be a valid string', path }];
  if (/[\0\p{Surrogate}]/u.test(value)) return [{ type: 'string_unicode', msg: NO_UNICODE, path }];
  if (Buffer.byteLength(value) > bytesMax)
    return [{ type: 'string_too_long', msg: `String should have at most ${String(bytesMax)} bytes in UTF-8`, path }];
  return [];
}

/** JSON that PostgreSQL can hold. JSON.stringify escapes exactly what it cannot: NUL and lone surrogates. */
function storable(value: object): Outcome<object, readonly FieldIssue[]> {
  return /(?<!\\)(\\\\)*\\u(0000|d[89a-f])/.test(JSON.stringify(value))
    ? refuse('string_unicode', NO_UNICODE)
    : succeed(value);
}

function integerOf(value: number): Outcome<number, readonly FieldIssue[]> {
  if (Number.isSafeInteger(value)) return succeed(value);
  if (!Number.isInteger(value)) {
    return refuse('int_from_float', 'Input should be a valid integer, got a number with a fractional part');
  }
  return refuse('int_parsing_size', 'Unable to parse input string as an integer, exceeded maximum size');
}

function parseFloatText(text: string): number | undefined {
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return NaN;
    return special[1] === '-' ? -Infinity : Infinity;
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
