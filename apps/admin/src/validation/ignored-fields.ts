import { Injectable } from '@nestjs/common';

/**
 * Which members of a request's body and query nobody read: written by the validation pipe, read by the interceptor of the same request. What
 * no DTO was asked to read is unread whole.
 */
@Injectable()
export class IgnoredFields {
  private readonly bySent = new WeakMap<object, readonly string[]>();

  remember(sent: object, read: unknown): void {
    this.bySent.set(sent, [...new Set(unreadOf(sent, read))]);
  }

  of(sent: unknown): readonly string[] {
    return isObject(sent) ? (this.bySent.get(sent) ?? Object.keys(sent)) : [];
  }
}

/** Names with those above them (`keys.rpm_limit`); within what a DTO read alone, since the rest of a body is its own affair. */
function unreadOf(sent: unknown, read: unknown): readonly string[] {
  if (Array.isArray(sent) && Array.isArray(read)) return sent.flatMap((item, index) => unreadOf(item, read[index]));
  if (!isObject(sent) || !isObject(read) || Object.getPrototypeOf(read) === Object.prototype) return [];
  return Object.entries(sent).flatMap(([name, value]) =>
    Object.hasOwn(read, name) ? unreadOf(value, read[name]).map((inner) => `${name}.${inner}`) : [name],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
