import { z } from 'zod';
import { budget, count, duration, texts } from '../lenient-values.js';

/** A limit that nobody reads would be taken for one that holds. */
export const teamDefaults = z.strictObject(
  {
    models: texts.nullish(),
    max_budget: budget.nullish(),
    budget_duration: duration.nullish(),
    tpm_limit: count.nullish(),
    rpm_limit: count.nullish(),
    team_member_permissions: texts.nullish(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: not served, and teams would be made without it. Remove it`
        : undefined,
  },
);
