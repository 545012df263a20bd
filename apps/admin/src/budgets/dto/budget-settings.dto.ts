import type { JsonObject, JsonValue } from '@tollgate/kernel';
import { Field } from '../../validation/field.decorator.js';
import { ANY, DURATION, INTEGER, NUMBER, OBJECT, TEXT } from '../../validation/field-kinds.js';
import { UNSERVED } from '../../validation/unserved.js';
import { BudgetAnchor, BudgetTimeZone } from '../../validation/window.decorators.js';

const text = { type: 'string', nullable: true } as const;
const integer = { type: 'integer', nullable: true } as const;
const number = { type: 'number', nullable: true } as const;
const object = { type: 'object', additionalProperties: true, nullable: true } as const;

/** What `/budget/new` and `/budget/update` take in common. Each holder of the budget has these limits with a spend of its own. */
export class BudgetSettingsDto {
  @Field(TEXT, { schema: text, description: 'Id of the budget; a new one without gets a UUID.' })
  readonly budget_id?: string | null;

  @Field(NUMBER, { schema: number, description: 'What each holder may spend in a window, dollars.' })
  readonly max_budget?: number | null;

  @Field(NUMBER, { schema: number, description: 'Spend that is worth a warning, dollars; nothing is refused.' })
  readonly soft_budget?: number | null;

  @Field(DURATION, {
    schema: text,
    description: 'Length of a window (`30d`, `1mo`); without, the budget never resets.',
  })
  readonly budget_duration?: string | null;

  @BudgetTimeZone()
  readonly budget_time_zone?: string | null;

  @BudgetAnchor()
  readonly budget_anchor?: string | null;

  @Field(INTEGER, { schema: integer, description: 'Tokens per minute of each holder.' })
  readonly tpm_limit?: number | null;

  @Field(INTEGER, { schema: integer, description: 'Requests per minute of each holder.' })
  readonly rpm_limit?: number | null;

  @Field(INTEGER, { schema: integer, description: 'Calls of each holder at the same time; 0 refuses all.' })
  readonly max_parallel_requests?: number | null;

  @Field(OBJECT, {
    schema: object,
    description: 'Budgets by model of each holder: `{model: {budget_limit, time_period}}`, or dollars alone.',
  })
  readonly model_max_budget?: JsonObject | null;

  @Field(ANY, { schema: text, description: UNSERVED })
  readonly budget_reset_at?: JsonValue;

  @Field(ANY, { schema: integer, description: UNSERVED })
  readonly tpd_limit?: JsonValue;

  @Field(ANY, { schema: { type: 'array', items: { type: 'string' }, nullable: true }, description: UNSERVED })
  readonly allowed_models?: JsonValue;

  @Field(ANY, { schema: number, description: UNSERVED })
  readonly temp_budget_increase?: JsonValue;

  @Field(ANY, { schema: text, description: UNSERVED })
  readonly temp_budget_expiry?: JsonValue;
}
