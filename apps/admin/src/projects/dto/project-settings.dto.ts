import type { JsonValue } from '@tollgate/kernel';
import { HolderSettingsDto } from '../../budgets/dto/holder-settings.dto.js';
import { Field } from '../../validation/field.decorator.js';
import { ANY, LONG_TEXT, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';
import { UNSERVED } from '../../validation/unserved.js';

const text = { type: 'string', nullable: true } as const;
const texts = { type: 'array', items: { type: 'string' }, nullable: true } as const;

/** What `/project/new` and `/project/update` take in common. */
class ProjectSettingsDto extends HolderSettingsDto {
  @Field(TEXT, { schema: text, description: 'Name for people.' })
  readonly project_alias?: string | null;

  @Field(LONG_TEXT, { schema: text, description: 'What it is for.' })
  readonly description?: string | null;

  @Field(TEXT_LIST, { schema: texts, description: 'Tags that calls of its keys carry.' })
  readonly tags?: readonly string[] | null;

  @Field(ANY, { schema: texts, description: UNSERVED })
  readonly guardrails?: JsonValue;

  @Field(ANY, { schema: texts, description: UNSERVED })
  readonly policies?: JsonValue;
}

/** Body of `POST /project/new`; `project_id` is chosen by the caller or made here. */
export class NewProjectDto extends ProjectSettingsDto {
  @Field(TEXT, { schema: text, description: 'Id of the project; without, a UUID.' })
  readonly project_id?: string | null;

  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Team of the project.' })
  readonly team_id: string;
}

/** Body of `POST /project/update`. A member that is absent leaves its field alone; null clears it. */
export class UpdateProjectDto extends ProjectSettingsDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The project.' })
  readonly project_id: string;

  @Field(TEXT, { schema: text, description: 'Another team; only for a project that has no keys.' })
  readonly team_id?: string | null;
}
