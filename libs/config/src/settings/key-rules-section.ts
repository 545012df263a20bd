import { z } from 'zod';
import { count, dollars, duration, text, texts } from '../lenient-values.js';

/** A bound that nobody reads would be taken for one that holds. */
const unserved: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys'
    ? `${issue.keys.join(', ')}: not served, and keys would be made without it. Remove it`
    : undefined;

const bounds = {
  max_budget: dollars.nullish(),
  budget_duration: duration.nullish(),
  duration: duration.nullish(),
  max_parallel_requests: count.nullish(),
  tpm_limit: count.nullish(),
  rpm_limit: count.nullish(),
};

export const upperBounds = z.strictObject(bounds, { error: unserved });

export const keyDefaults = z.strictObject(
  {
    ...bounds,
    user_id: text.nullish(),
    team_id: text.nullish(),
    models: texts.nullish(),
    metadata: z.record(z.string(), z.json(), 'expected a mapping').nullish(),
  },
  { error: unserved },
);

const userRole = z.enum(
  ['proxy_admin', 'proxy_admin_viewer', 'org_admin', 'internal_user', 'internal_user_viewer'],
  'expected proxy_admin, proxy_admin_viewer, org_admin, internal_user or internal_user_viewer',
);

export const keyGeneration = z.strictObject(
  {
    team_key_generation: z
      .strictObject(
        {
          allowed_team_member_roles: z.array(z.enum(['admin', 'user'], 'expected admin or user')).nullish(),
          required_params: texts.nullish(),
        },
        { error: unserved },
      )
      .nullish(),
    personal_key_generation: z
      .strictObject(
        { allowed_user_roles: z.array(userRole).nullish(), required_params: texts.nullish() },
        { error: unserved },
      )
      .nullish(),
  },
  { error: unserved },
);
