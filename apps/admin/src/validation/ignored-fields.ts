import { Injectable } from '@nestjs/common';

/** Which members of a request's body and query no DTO knows: written by the validation pipe, read by the interceptor of the same request. */
@Injectable()
export class IgnoredFields {
  private readonly bySent = new WeakMap<object, readonly string[]>();

  remember(sent: object, read: unknown): void {
    const known = typeof read === 'object' && read !== null ? read : {};
    this.bySent.set(
      sent,
      Object.keys(sent).filter((name) => !Object.hasOwn(known, name)),
    );
  }

  of(sent: unknown): readonly string[] {
    return typeof sent === 'object' && sent !== null ? (this.bySent.get(sent) ?? []) : [];
  }
}
