import { Injectable } from '@nestjs/common';

/** Which members of a request's body no DTO knows: written by the validation pipe, read by the interceptor of the same request. */
@Injectable()
export class IgnoredFields {
  private readonly byBody = new WeakMap<object, readonly string[]>();

  remember(body: object, read: unknown): void {
    const known = typeof read === 'object' && read !== null ? read : {};
    this.byBody.set(
      body,
      Object.keys(body).filter((name) => !Object.hasOwn(known, name)),
    );
  }

  of(body: unknown): readonly string[] {
    return typeof body === 'object' && body !== null ? (this.byBody.get(body) ?? []) : [];
  }
}
