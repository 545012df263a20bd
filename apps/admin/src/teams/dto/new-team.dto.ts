import type { JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { LIST } from '../../validation/field-kinds.js';
import { MEMBERS_MAX } from './team-member.dto.js';
import { TeamSettingsDto } from './team-settings.dto.js';

/** Body of `POST /team/new`; `team_id` is chosen by the caller or made here. */
export class NewTeamDto extends TeamSettingsDto {
  @Field(LIST, {
    schema: { type: 'array', items: { type: 'object' }, maxItems: MEMBERS_MAX, nullable: true },
    description: 'Members: `{role: admin|user, user_id | user_email}`. The maker is an admin of the team beside them.',
  })
  readonly members_with_roles?: readonly JsonValue[] | null;
}
