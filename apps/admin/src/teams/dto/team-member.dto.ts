import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { ANY, choiceOf, DURATION, INTEGER, NUMBER, OBJECT, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';
import { UNSERVED } from '../../validation/unserved.js';
import { BudgetAnchor, BudgetTimeZone } from '../../validation/window.decorators.js';
import { TeamRefDto } from './team-ref.dto.js';

/** Members that one call adds. */
export const MEMBERS_MAX = 500;

const text = { type: 'string', nullable: true } as const;
const integer = { type: 'integer', nullable: true } as const;
const number = { type: 'number', nullable: true } as const;

/** Limits of a member within the team. */
class MemberLimitsDto extends TeamRefDto {
  @Field(NUMBER, { schema: number, description: 'What the member may spend on keys of the team, dollars.' })
  readonly max_budget_in_team?: number | null;

  @Field(DURATION, { schema: text, description: "Length of the window of the member's budget." })
  readonly budget_duration?: string | null;

  @BudgetTimeZone()
  readonly budget_time_zone?: string | null;

  @BudgetAnchor()
  readonly budget_anchor?: string | null;

  @Field(INTEGER, { schema: integer, description: 'Tokens per minute.' })
  readonly tpm_limit?: number | null;

  @Field(INTEGER, { schema: integer, description: 'Requests per minute.' })
  readonly rpm_limit?: number | null;

  @Field(INTEGER, { schema: integer, description: 'Calls at the same time; 0 refuses all.' })
  readonly max_parallel_requests?: number | null;

  @Field(TEXT_LIST, {
    schema: { type: 'array', items: { type: 'string' }, nullable: true },
    description: "What the member may use of the team's models; empty: the team's default for members.",
  })
  readonly allowed_models?: readonly string[] | null;

  @Field(OBJECT, {
    schema: { type: 'object', additionalProperties: true, nullable: true },
    description: 'Budgets by model within the team: `{model: {budget_limit, time_period}}`, or dollars alone.',
  })
  readonly model_max_budget?: JsonObject | null;

  @Field(TEXT, {
    schema: text,
    description:
      'A budget by id instead of limits of its own, with a spend of its own; null: none. Set by proxy admins.',
  })
  readonly budget_id?: string | null;

  @Field(ANY, { schema: number, description: UNSERVED })
  readonly temp_budget_increase?: JsonValue;

  @Field(ANY, { schema: text, description: UNSERVED })
  readonly temp_budget_expiry?: JsonValue;
}

/** Body of `POST /team/member_add`. */
export class AddMembersDto extends MemberLimitsDto {
  @Field(ANY, {
    required: true,
    schema: { oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' }, maxItems: MEMBERS_MAX }] },
    description: 'One or several of `{role: admin|user, user_id | user_email}`; who is no user yet becomes one.',
  })
  readonly member: JsonValue;
}

/** Who is meant: one of the two. */
class MemberRefDto extends MemberLimitsDto {
  @Field(TEXT, { schema: text, description: 'The member by id.' })
  readonly user_id?: string | null;

  @Field(TEXT, { schema: text, description: 'The member by e-mail address.' })
  readonly user_email?: string | null;
}

/** Body of `POST /team/member_update`. */
export class UpdateMemberDto extends MemberRefDto {
  @Field(choiceOf(['admin', 'user']), {
    schema: { type: 'string', enum: ['admin', 'user'], nullable: true },
    description: 'Role in the team.',
  })
  readonly role?: 'admin' | 'user' | null;
}

/** Body of `POST /team/member_delete`. */
export class DeleteMemberDto extends TeamRefDto {
  @Field(TEXT, { schema: text, description: 'The member by id.' })
  readonly user_id?: string | null;

  @Field(TEXT, { schema: text, description: 'The member by e-mail address.' })
  readonly user_email?: string | null;
}
