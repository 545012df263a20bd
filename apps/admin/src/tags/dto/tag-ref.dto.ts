import { Field } from '../../validation/field.decorator.js';
import { BATCH, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;
const PAGE_SIZE_MAX = 1000;

/** Body of `POST /tag/info`. */
export class TagNamesDto {
  @Field(BATCH, {
    required: true,
    schema: { type: 'array', items: text },
    description: 'Names of tags.',
  })
  readonly names: readonly string[];
}

/** Body of `POST /tag/delete`. */
export class TagNameDto {
  @Field(TEXT, { required: true, schema: text, description: 'Name of the tag.' })
  readonly name: string;
}

/** Query of `GET /tag/list`. */
export class ListTagsQuery {
  @Field(TEXT, {
    schema: text,
    description:
      'With `end_date`: of tags that nobody made, only those that calls named since this day (`YYYY-MM-DD`).',
  })
  readonly start_date?: string;

  @Field(TEXT, { schema: text, description: 'The last of these days.' })
  readonly end_date?: string;

  @PageNumber()
  readonly page: number = 1;

  @PageSize('Tags', 100, PAGE_SIZE_MAX)
  readonly page_size: number = 100;
}
