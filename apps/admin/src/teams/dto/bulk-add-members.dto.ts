import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { FLAG, LIST, NUMBER, OBJECT, TEXT } from '../../validation/field-kinds.js';
import { MEMBERS_MAX } from './team-member.dto.js';

/** Body of `POST /team/bulk_member_add`. */
export class BulkAddMembersDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The team.' })
  readonly team_id: string;

  @Field(LIST, {
    schema: { type: 'array', items: { type: 'object' }, maxItems: MEMBERS_MAX, nullable: true },
    description: 'Some of `{role: admin|user, user_id | user_email}`; who is no user yet becomes one.',
  })
  readonly members?: readonly JsonValue[] | null;

  @Field(FLAG, { schema: { type: 'boolean', default: false }, description: 'All users instead, as plain members.' })
  readonly all_users: boolean = false;

  @Field(NUMBER, {
    schema: { type: 'number', nullable: true },
    description: 'What each of them may spend on keys of the team, dollars.',
  })
  readonly max_budget_in_team?: number | null;

  @Field(OBJECT, {
    schema: { type: 'object', additionalProperties: true, nullable: true },
    description:
      'What each of them may spend on single models: `{model: {budget_limit, time_period}}`, or dollars alone.',
  })
  readonly model_max_budget?: JsonObject | null;

  @Field(TEXT, {
    schema: { type: 'string', nullable: true },
    description: 'A budget by id instead, with a spend of its own for each of them. Set by proxy admins.',
  })
  readonly budget_id?: string | null;
}
