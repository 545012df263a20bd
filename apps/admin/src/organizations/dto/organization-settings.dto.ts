import { HolderSettingsDto } from '../../budgets/dto/holder-settings.dto.js';
import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

const text = { type: 'string', nullable: true } as const;

/** Body of `POST /organization/new`; `organization_id` is chosen by the caller or made here. */
export class NewOrganizationDto extends HolderSettingsDto {
  @Field(TEXT, { schema: text, description: 'Id of the organization; without, a UUID.' })
  readonly organization_id?: string | null;

  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Name for people.' })
  readonly organization_alias: string;
}

/** Body of `PATCH /organization/update`. A member that is absent leaves its field alone; null clears it. */
export class UpdateOrganizationDto extends HolderSettingsDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The organization.' })
  readonly organization_id: string;

  @Field(TEXT, { schema: text, description: 'Name for people.' })
  readonly organization_alias?: string | null;
}

/** Body of `PATCH /v2/organization/{organization_id}` (LiteLLM 1.108: OrganizationUpdateRequestV2). What is sent is written, null clears. */
export class PatchOrganizationDto extends HolderSettingsDto {
  @Field(TEXT, { schema: text, description: 'Name for people; it cannot be cleared.' })
  readonly organization_alias?: string | null;
}
