import type { JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { ANY, choiceOf, TEXT } from '../../validation/field-kinds.js';
import { UNSERVED } from '../../validation/unserved.js';

/** Roles that a member of an organization can have in it. */
export const ORGANIZATION_ROLES = ['org_admin', 'internal_user', 'internal_user_viewer'] as const;

const text = { type: 'string', nullable: true } as const;

class OrganizationRefDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The organization.' })
  readonly organization_id: string;
}

/** Body of `POST /organization/member_add`. */
export class AddOrganizationMembersDto extends OrganizationRefDto {
  @Field(ANY, {
    required: true,
    schema: { oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }] },
    description: 'One or several of `{role, user_id | user_email}`; who is no user yet becomes one.',
  })
  readonly member: JsonValue;

  @Field(ANY, { schema: { type: 'number', nullable: true }, description: UNSERVED })
  readonly max_budget_in_organization?: JsonValue;
}

/** Body of `DELETE /organization/member_delete`: the member by one of the two. */
export class DeleteOrganizationMemberDto extends OrganizationRefDto {
  @Field(TEXT, { schema: text, description: 'The member by id.' })
  readonly user_id?: string | null;

  @Field(TEXT, { schema: text, description: 'The member by e-mail address.' })
  readonly user_email?: string | null;
}

/** Body of `PATCH /organization/member_update`. */
export class UpdateOrganizationMemberDto extends DeleteOrganizationMemberDto {
  @Field(choiceOf(ORGANIZATION_ROLES), {
    schema: { type: 'string', enum: [...ORGANIZATION_ROLES], nullable: true },
    description: 'Role in the organization.',
  })
  readonly role?: (typeof ORGANIZATION_ROLES)[number] | null;

  @Field(ANY, { schema: { type: 'number', nullable: true }, description: UNSERVED })
  readonly max_budget_in_organization?: JsonValue;
}
