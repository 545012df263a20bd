import type { JsonObject, JsonValue } from '@tollgate/kernel';
import type { CanonicalRequest, Target } from '@tollgate/canonical';
import { dropPath } from '../drop-path.js';
import { pathsToDrop } from '../drop-settings.js';
import type { Losses } from '../losses.js';

/** Members that bound the output. */
export const LIMITS: readonly string[] = ['max_tokens', 'max_completion_tokens'];

/** What a dialect lets an operator's settings do. */
interface Rules {
  /** What was reserved and authorized: no setting changes it for a caller. */
  readonly untouchable: ReadonlySet<string>;
  /** The member that bounds the output, given the one that a setting names. */
  readonly limitField: (name: string) => string;
}

/** The operator's parameters, where the client sent none. A default limit yields to a client's limit under any name. */
export function withDefaults(
  body: JsonObject,
  target: Target,
  { untouchable, limitField }: Rules,
  losses: Losses,
): JsonObject {
  if (isEmpty(target.defaults)) return body;
  const limited = LIMITS.some((field) => body[field] !== undefined);
  const defaults: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(target.defaults)) {
    if (value === undefined || value === null || body[name] !== undefined || name === 'model' || name === 'stream')
      continue;
    if (LIMITS.includes(name)) {
      if (!limited) defaults[limitField(name)] = value;
    } else if (untouchable.has(name)) {
      losses.drop(name, 'a deployment does not set it for its callers');
    } else {
      defaults[name] = value;
    }
  }
  return { ...defaults, ...body };
}

/** The body without what the operator or the caller wants left out (`additional_drop_params`), each named. */
export function dropNamed(body: JsonObject, request: CanonicalRequest, target: Target, losses: Losses): JsonObject {
  return pathsToDrop(request, target).reduce((before, path) => {
    const dropped = dropPath(before, path);
    if (dropped !== before) losses.drop(path, 'additional_drop_params');
    return dropped;
  }, body);
}

/** What could not be told and is not wanted (`additional_drop_params`) is no reason to refuse. */
export function leaveOutNamed(request: CanonicalRequest, target: Target, losses: Losses): void {
  for (const path of pathsToDrop(request, target))
    if (losses.refused.delete(path)) losses.drop(path, 'additional_drop_params');
}

/** The operator's `extra_body` comes last, but for what was reserved and authorized. */
export function withExtraBody(
  body: JsonObject,
  target: Target,
  untouchable: ReadonlySet<string>,
  losses: Losses,
): JsonObject {
  if (isEmpty(target.extraBody)) return body;
  const limited = LIMITS.some((field) => body[field] !== undefined);
  const extra = Object.entries(target.extraBody).filter(([name]) => {
    const mayLimit = LIMITS.includes(name) && !limited;
    if (mayLimit || !untouchable.has(name)) return true;
    losses.drop(`extra_body.${name}`, 'the gateway governs it');
    return false;
  });
  return { ...body, ...Object.fromEntries(extra) };
}

export function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}

/** The members that have a value. */
export function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const kept: Record<string, JsonValue> = {};
  for (const name in members) {
    const value = members[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
