import { Field } from './field.decorator.js';
import { choiceOf, integerBetween } from './field-kinds.js';

const PAGE_MAX = 1_000_000;

/** `page` of a list, from 1; give the property the value 1. */
export const PageNumber = (): PropertyDecorator =>
  Field(integerBetween(1, PAGE_MAX), {
    schema: { type: 'integer', minimum: 1, default: 1 },
    description: 'Page, from 1.',
  });

/** How many of something a page has at most; give the property the same default. */
export const PageSize = (what: string, byDefault: number, max = 100): PropertyDecorator =>
  Field(integerBetween(1, max), {
    schema: { type: 'integer', minimum: 1, maximum: max, default: byDefault },
    description: `${what} per page.`,
  });

/** Direction of a list; give the property the value `desc`. */
export const SortOrder = (description = 'Direction.'): PropertyDecorator =>
  Field(choiceOf(['asc', 'desc']), { schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' }, description });
