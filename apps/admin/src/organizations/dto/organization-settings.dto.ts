import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { BudgetSettingsDto } from '../../budgets/dto/budget-settings.dto.js';
import { Field } from '../../validation/field.decorator.js';
import { ANY, FLAG, OBJECT, TEXT, TEXT_LIST } from '../../validation/field-kinds.js';

const text = { type: 'string', nullable: true } as const;
const object = { type: 'object', additionalProperties: true, nullable: true } as const;

const UNSERVED = 'Known to LiteLLM, not served yet: a value that is not empty is refused with 400.';

/** What `/organization/new` and `/organization/update` take in common: LiteLLM's names, those of budgets among them. */
class OrganizationSettingsDto extends BudgetSettingsDto {
  @Field(TEXT_LIST, {
    schema: { type: 'array', items: { type: 'string' }, nullable: true },
    description: 'Models that its teams and keys can use at most; empty: all.',
  })
  readonly models?: readonly string[] | null;

  @Field(OBJECT, { schema: object, description: 'Kept as it is; nothing is decided by it.' })
  readonly metadata?: JsonObject | null;

  @Field(FLAG, { schema: { type: 'boolean', nullable: true }, description: 'Every call of its keys is refused.' })
  readonly blocked?: boolean | null;

  @Field(OBJECT, {
    schema: object,
    description: 'Budgets by model: `{model: {budget_limit, time_period}}`, over all keys of the organization.',
  })
  declare readonly model_max_budget?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: 'Requests per minute by model, over all keys.' })
  readonly model_rpm_limit?: JsonObject | null;

  @Field(OBJECT, { schema: object, description: 'Tokens per minute by model, over all keys.' })
  readonly model_tpm_limit?: JsonObject | null;

  @Field(ANY, { schema: object, description: UNSERVED })
  readonly object_permission?: JsonValue;
}

/** Body of `POST /organization/new`; `organization_id` is chosen by the caller or made here. */
export class NewOrganizationDto extends OrganizationSettingsDto {
  @Field(TEXT, { schema: text, description: 'Id of the organization; without, a UUID.' })
  readonly organization_id?: string | null;

  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'Name for people.' })
  readonly organization_alias: string;
}

/** Body of `PATCH /organization/update`. A member that is absent leaves its field alone; null clears it. */
export class UpdateOrganizationDto extends OrganizationSettingsDto {
  @Field(TEXT, { required: true, schema: { type: 'string' }, description: 'The organization.' })
  readonly organization_id: string;

  @Field(TEXT, { schema: text, description: 'Name for people.' })
  readonly organization_alias?: string | null;
}
