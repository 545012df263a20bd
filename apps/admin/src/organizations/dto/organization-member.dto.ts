import type { JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { ANY, choiceOf, DURATION, NUMBER, TEXT } from '../../validation/field-kinds.js';
import { BudgetAnchor, BudgetTimeZone } from '../../validation/window.decorators.js';

/** Roles that a member of an organization can have in it. */
export const ORGANIZATION_ROLES = ['org_admin', 'internal_user', 'internal_user_viewer'] as const;

/** Members that one call adds. */
export const MEMBERS_MAX = 500;

const text = { type: 'string', nullable: true } as const;
const number = { type: 'number', nullable: true } as const;

class OrganizationRefDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The organization.' })
  readonly organization_id: string;
}

/** What a member may spend in the organization. */
class MemberBudgetDto extends OrganizationRefDto {
  @Field(NUMBER, { schema: number, description: 'What the member may spend in the organization, dollars.' })
  readonly max_budget_in_organization?: number | null;

  @Field(DURATION, {
    schema: text,
    description: "Length of the window of the member's budget; without, it never resets.",
  })
  readonly budget_duration?: string | null;

  @BudgetTimeZone()
  readonly budget_time_zone?: string | null;

  @BudgetAnchor()
  readonly budget_anchor?: string | null;
}

const MemberId = (): PropertyDecorator => Field(TEXT, { schema: text, description: 'The member by id.' });
const MemberAddress = (): PropertyDecorator =>
  Field(TEXT, { schema: text, description: 'The member by e-mail address.' });

/** Body of `POST /organization/member_add`. */
export class AddOrganizationMembersDto extends MemberBudgetDto {
  @Field(ANY, {
    required: true,
    schema: { oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' }, maxItems: MEMBERS_MAX }] },
    description: 'One or several of `{role, user_id | user_email}`; who is no user yet becomes one.',
  })
  readonly member: JsonValue;
}

/** Body of `DELETE /organization/member_delete`: the member by one of the two. */
export class DeleteOrganizationMemberDto extends OrganizationRefDto {
  @MemberId()
  readonly user_id?: string | null;

  @MemberAddress()
  readonly user_email?: string | null;
}

/** Body of `PATCH /organization/member_update`. */
export class UpdateOrganizationMemberDto extends MemberBudgetDto {
  @MemberId()
  readonly user_id?: string | null;

  @MemberAddress()
  readonly user_email?: string | null;

  @Field(choiceOf(ORGANIZATION_ROLES), {
    schema: { type: 'string', enum: [...ORGANIZATION_ROLES], nullable: true },
    description: 'Role in the organization.',
  })
  readonly role?: (typeof ORGANIZATION_ROLES)[number] | null;
}
