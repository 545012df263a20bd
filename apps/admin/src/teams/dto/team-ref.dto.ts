import { Field } from '../../validation/field.decorator.js';
import { BATCH, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';
import { TeamSettingsDto } from './team-settings.dto.js';

const text = { type: 'string' } as const;
const texts = { type: 'array', items: { type: 'string' } } as const;

/** Body of `POST /team/block` and `POST /team/unblock`. */
export class TeamRefDto {
  @Field(TEXT, { required: true, schema: text, description: 'The team.' })
  readonly team_id: string;
}

/** Body of `POST /team/update`. A member that is absent leaves its field alone; null clears it. */
export class UpdateTeamDto extends TeamSettingsDto {
  @Field(TEXT, { required: true, schema: text, description: 'The team.' })
  declare readonly team_id: string;
}

/** Body of `POST /team/delete`. */
export class DeleteTeamsDto {
  @Field(BATCH, { required: true, schema: texts, description: 'Teams; their keys and memberships go with them.' })
  readonly team_ids: readonly string[];
}

/** Body of `POST /team/model/add` and `POST /team/model/delete`. */
export class TeamModelsDto extends TeamRefDto {
  @Field(TEXT_LIST, {
    required: true,
    schema: texts,
    description: 'Models to add to, or take from, those of the team.',
  })
  readonly models: readonly string[];
}

/** Body of `POST /team/permissions_update`. */
export class TeamPermissionsDto extends TeamRefDto {
  @Field(TEXT_LIST, {
    required: true,
    schema: texts,
    description: 'What members may do, of `all_available_permissions`.',
  })
  readonly team_member_permissions: readonly string[];
}
