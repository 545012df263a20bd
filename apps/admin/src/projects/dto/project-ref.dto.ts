import { Field } from '../../validation/field.decorator.js';
import { BATCH, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;

/** Query of `GET /project/info`. */
export class ProjectQuery {
  @Field(TEXT, { required: true, schema: text, description: 'The project.' })
  readonly project_id: string;
}

/** Query of `GET /project/list`. */
export class ListProjectsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Projects', 100)
  readonly page_size: number = 100;

  @Field(TEXT, { schema: text, description: 'Projects of this team.' })
  readonly team_id?: string;
}

/** Body of `DELETE /project/delete`. */
export class DeleteProjectsDto {
  @Field(BATCH, {
    required: true,
    schema: { type: 'array', items: text },
    description: 'Projects; none of them may have keys.',
  })
  readonly project_ids: readonly string[];
}
