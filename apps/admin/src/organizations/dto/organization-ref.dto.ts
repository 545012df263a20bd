import { Field } from '../../validation/field.decorator.js';
import { BATCH, TEXT } from '../../validation/field-kinds.js';
import { PageNumber, PageSize } from '../../validation/paging.decorators.js';

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;

/** Organizations that one `POST /organization/info` reads. */
export const READ_MAX = 100;

/** Query of `GET /organization/info`. */
export class OrganizationQuery {
  @Field(TEXT, { required: true, schema: text, description: 'The organization.' })
  readonly organization_id: string;
}

/** Body of `POST /organization/info`. */
export class OrganizationsDto {
  @Field(BATCH, {
    required: true,
    schema: { ...texts, maxItems: READ_MAX },
    description: 'Ids of organizations; those that are not there are left out of the answer.',
  })
  readonly organizations: readonly string[];
}

/** Body of `DELETE /organization/delete`. */
export class DeleteOrganizationsDto {
  @Field(BATCH, {
    required: true,
    schema: texts,
    description: 'Organizations; their teams, keys and memberships go with them.',
  })
  readonly organization_ids: readonly string[];
}

/** Query of `GET /organization/list`. */
export class ListOrganizationsQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageSize('Organizations', 100)
  readonly page_size: number = 100;

  @Field(TEXT, { schema: text, description: 'The organization with this id.' })
  readonly org_id?: string;

  @Field(TEXT, { schema: text, description: 'Organizations whose alias contains this text, in any case.' })
  readonly org_alias?: string;
}
