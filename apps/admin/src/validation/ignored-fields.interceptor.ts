import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { tap, type Observable } from 'rxjs';
import { IgnoredFields } from './ignored-fields.js';

const IGNORED_FIELDS_HEADER = 'x-tollgate-ignored-fields';

const NAMES_MAX = 20;
/** Proxies of the field take some four thousand bytes of headers for all of an answer. */
const CHARACTERS_MAX = 1_024;

/** Names in a response header what body and query held and nobody read: LiteLLM ignores it in silence, a typo then costs a limit, or a filter. */
@Injectable()
export class IgnoredFieldsInterceptor implements NestInterceptor {
  constructor(private readonly ignoredFields: IgnoredFields) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const tell = (): void => {
      const request = http.getRequest<Request>();
      const names = [...this.ignoredFields.of(request.body), ...this.ignoredFields.of(request.query)];
      if (names.length > 0) http.getResponse<Response>().setHeader(IGNORED_FIELDS_HEADER, toHeader(names));
    };
    return next.handle().pipe(tap({ next: tell, error: tell }));
  }
}

/** Percent-encoded, so that a client's name cannot break the header; the first twenty, shortened to 64 characters, as far as there is room. */
function toHeader(names: readonly string[]): string {
  const shown: string[] = [];
  let room = CHARACTERS_MAX;
  for (const name of names.slice(0, NAMES_MAX)) {
    const encoded = encodeURIComponent(name.slice(0, 64).replace(/\p{Surrogate}/gu, '?'));
    room -= encoded.length + 2;
    if (room < 0) break;
    shown.push(encoded);
  }
  return shown.length < names.length ? [...shown, '...'].join(', ') : shown.join(', ');
}
