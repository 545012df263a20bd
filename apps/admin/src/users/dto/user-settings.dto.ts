import type { JsonValue } from '@tollgate/kernel';
import { KeySettingsDto } from '../../keys/dto/key-settings.dto.js';
import { Field } from '../../validation/field.decorator.js';
import { choiceOf, LIST, TEXT } from '../../validation/field-kinds.js';

/** Roles that a user can be given. Admins of organizations are made by membership. */
export const USER_ROLES = ['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer'] as const;

const text = { type: 'string', nullable: true } as const;

/** Teams, and organizations, that one call joins. */
export const PLACES_MAX = 500;

const places = { type: 'array', items: {}, maxItems: PLACES_MAX, nullable: true } as const;

/** What `/user/new` and `/user/update` take in common: LiteLLM's names, those of keys among them. */
export class UserSettingsDto extends KeySettingsDto {
  @Field(TEXT, { schema: text, description: 'E-mail address, unique among all users in any case.' })
  readonly user_email?: string | null;

  @Field(TEXT, { schema: text, description: 'Name for people.' })
  readonly user_alias?: string | null;

  @Field(choiceOf(USER_ROLES), {
    schema: { type: 'string', enum: [...USER_ROLES], nullable: true },
    description: 'What the user may do (docs/permissions.md); internal_user by default.',
  })
  readonly user_role?: (typeof USER_ROLES)[number] | null;

  @Field(TEXT, { schema: text, description: 'Id at the single sign-on, unique among all users.' })
  readonly sso_user_id?: string | null;

  @Field(LIST, {
    schema: places,
    description: 'Teams to join: ids, or `{team_id, user_role: user|admin, max_budget_in_team}`. None is left by this.',
  })
  readonly teams?: readonly JsonValue[] | null;

  @Field(LIST, {
    schema: places,
    description: 'Ids of organizations to join as an internal_user. None is left by this.',
  })
  readonly organizations?: readonly JsonValue[] | null;

  @Field(TEXT, {
    schema: text,
    description:
      'What the user signs in with (`/v2/login`), 8 to 128 characters; a new one ends the sessions of the old.',
  })
  readonly password?: string | null;
}
