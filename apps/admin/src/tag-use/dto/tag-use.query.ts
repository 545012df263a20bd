import { Field } from '../../validation/field.decorator.js';
import { TEXT, TEXTS } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;
const PAGE_SIZE_MAX = 1000;

const TagFilter = (): PropertyDecorator =>
  Field(TEXT, { schema: text, description: 'Tags with this text in them, in any case.' });
const TagFilters = (): PropertyDecorator =>
  Field(TEXTS, {
    schema: { type: 'array', items: text },
    description: 'Tags of these names; goes before `tag_filter`.',
  });

/** Query of `GET /tag/dau`, `/tag/wau` and `/tag/mau`. */
export class TagUseQuery {
  @TagFilter()
  readonly tag_filter?: string;

  @TagFilters()
  readonly tag_filters?: readonly string[];
}

/** Query of `GET /tag/user-agent/per-user-analytics`. */
export class TagUsersQuery extends TagUseQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Users', 50, PAGE_SIZE_MAX)
  readonly page_size: number = 50;
}

/** Query of `GET /tag/summary`. */
export class TagSummaryQuery extends TagUseQuery {
  @Field(TEXT, { required: true, schema: text, description: 'First day, `YYYY-MM-DD`, UTC.' })
  readonly start_date: string;

  @Field(TEXT, { required: true, schema: text, description: 'Last day, `YYYY-MM-DD`, UTC.' })
  readonly end_date: string;
}
