import { type ArgumentMetadata, Injectable, type PipeTransform, UnprocessableEntityException } from '@nestjs/common';
import { TEXT } from './field-kinds.js';

/** A text in a path, read as a text field of a body is. */
@Injectable()
export class TextParamPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { data }: ArgumentMetadata): unknown {
    const parsed = TEXT.parse(value);
    if (parsed.ok) return parsed.value;
    const detail = parsed.error.map(({ type, msg }) => ({ type, loc: ['path', data], msg }));
    throw new UnprocessableEntityException({ detail });
  }
}
