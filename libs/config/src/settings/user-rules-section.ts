import { z } from 'zod';
import { budget, count, duration, text, texts } from '../lenient-values.js';

const userRole = z.enum(
  ['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer'],
  'expected proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer',
);

const team = z.union(
  [
    text,
    z.strictObject({
      team_id: text,
      max_budget_in_team: z.preprocess(Number, z.number('expected dollars as a number').nonnegative()).nullish(),
      user_role: z.enum(['admin', 'user'], 'expected admin or user').nullish(),
    }),
  ],
  'expected the id of a team, or { team_id, max_budget_in_team, user_role }',
);

/** A limit that nobody reads would be taken for one that holds. */
export const userDefaults = z.strictObject(
  {
    user_role: userRole.nullish(),
    models: texts.nullish(),
    max_budget: budget.nullish(),
    budget_duration: duration.nullish(),
    tpm_limit: count.nullish(),
    rpm_limit: count.nullish(),
    max_parallel_requests: count.nullish(),
    teams: z.array(team).nullish(),
    available_teams: texts.nullish(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: not served, and users would be made without it. Remove it`
        : undefined,
  },
);
