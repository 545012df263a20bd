import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { type HeadedAnswer, LIST_HEADERS } from './page-headers.js';

@Injectable()
class HeadedAnswersInterceptor implements NestInterceptor<HeadedAnswer, object> {
  intercept(context: ExecutionContext, next: CallHandler<HeadedAnswer>): Observable<object> {
    const send = ({ body, headers }: HeadedAnswer): object => {
      context.switchToHttp().getResponse<Response>().set(headers);
      return body;
    };
    return next.handle().pipe(map(send));
  }
}

/** The route answers a {@link HeadedAnswer}: its body is sent, its headers are set, and they are documented. */
export function HeadedAnswers(...told: readonly (keyof typeof LIST_HEADERS)[]): MethodDecorator {
  const described = told.flatMap((kind) => Object.entries(LIST_HEADERS[kind]));
  const headers = Object.fromEntries(
    described.map(([name, description]) => [name, { description, schema: { type: 'string' as const } }]),
  );
  return applyDecorators(UseInterceptors(HeadedAnswersInterceptor), ApiOkResponse({ headers }));
}
