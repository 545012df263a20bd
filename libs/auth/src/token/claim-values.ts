import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';

/** A claim is of another type than it has to be. The message names the claim, never its value. */
export class ClaimFault extends Error {}

const LENGTH_MAX = 256;
const ITEMS_MAX = 200;

/** A claim by its own name, else by a path of names with dots between them (`\.` is a dot within a name); undefined: it is not there. */
export function claimAt(claims: JsonObject, field: string): JsonValue | undefined {
  if (Object.hasOwn(claims, field)) return claims[field] ?? undefined;
  let value: JsonValue | undefined = claims;
  for (const name of field.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'))) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value ?? undefined;
}

/** A claim that names one thing; empty counts as absent. Throws ClaimFault for anything but a text or a whole number. */
export function nameAt(claims: JsonObject, field: string | undefined): string | undefined {
  const value = field === undefined ? undefined : claimAt(claims, field);
  return value === undefined ? undefined : nameOf(value, field ?? '');
}

/** The same of a claim that no provider numbers, as an address: a whole number is a fault there too. */
export function textAt(claims: JsonObject, field: string | undefined): string | undefined {
  if (field !== undefined && typeof claimAt(claims, field) === 'number')
    throw new ClaimFault(`claim ${field} is no text`);
  return nameAt(claims, field);
}

/** The first of several, or the one. */
export function firstNameAt(claims: JsonObject, field: string | undefined): string | undefined {
  const value = field === undefined ? undefined : claimAt(claims, field);
  return Array.isArray(value) ? namesAt(claims, field)[0] : nameAt(claims, field);
}

/** A claim that names several things, or one. */
export function namesAt(claims: JsonObject, field: string | undefined): readonly string[] {
  const value = field === undefined ? undefined : claimAt(claims, field);
  if (value === undefined) return [];
  const items: readonly JsonValue[] = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  if (items.length > ITEMS_MAX) throw new ClaimFault(`claim ${field ?? ''} has more than ${ITEMS_MAX} items`);
  return [...new Set(items.flatMap((item) => nameOf(item, field ?? '') ?? []))];
}

/** `scope` as one text with spaces (RFC 8693) or as a list; `scp` is Entra's and Okta's name of it. */
export function scopesOf(claims: JsonObject): readonly string[] {
  return ['scope', 'scp'].flatMap((field) => {
    const value = claims[field];
    return typeof value === 'string' ? value.split(' ').filter((scope) => scope !== '') : namesAt(claims, field);
  });
}

function nameOf(value: JsonValue, field: string): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') throw new ClaimFault(`claim ${field} is no text`);
  // eslint-disable-next-line no-control-regex -- what a database cannot hold names nobody
  if (value.length > LENGTH_MAX || /[\u0000-\u001f]/.test(value) || !value.isWellFormed())
    throw new ClaimFault(`claim ${field} is no name`);
  return value === '' ? undefined : value;
}
