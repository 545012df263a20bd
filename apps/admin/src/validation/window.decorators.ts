import { Field } from './field.decorator.js';
import { TEXT } from './field-kinds.js';

const schema = { type: 'string', nullable: true } as const;

/** `budget_time_zone` of whoever has a budget of its own. */
export const BudgetTimeZone = (): PropertyDecorator =>
  Field(TEXT, {
    schema,
    description: 'Zone whose calendar the windows follow (`Europe/Berlin`); without it `litellm_settings.timezone`.',
  });

/** `budget_anchor` of whoever has a budget of its own. */
export const BudgetAnchor = (): PropertyDecorator =>
  Field(TEXT, {
    schema,
    description:
      'When a window of `budget_duration` begins (date and time, in the zone of the budget unless it names one); the others are counted from it.',
  });
