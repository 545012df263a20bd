import { z } from 'zod';
import { address, boolean, seconds, text, texts } from '../lenient-values.js';

const webAddress = address(['https:', 'http:']);

/** Where an issuer's tokens say what. A field is a claim's name, or a path of names with dots between them. */
const claims = {
  user_id_jwt_field: text.nullish(),
  user_email_jwt_field: text.nullish(),
  team_id_jwt_field: text.nullish(),
  team_ids_jwt_field: text.nullish(),
  org_id_jwt_field: text.nullish(),
  end_user_id_jwt_field: text.nullish(),
};

const permissions = { models: texts.nullish(), routes: texts.nullish() };
const rbacRole = z.enum(['proxy_admin', 'team', 'internal_user'], 'expected proxy_admin, team or internal_user');
const userRole = z.enum(
  ['proxy_admin', 'proxy_admin_viewer', 'internal_user', 'internal_user_viewer'],
  'expected proxy_admin, proxy_admin_viewer, internal_user or internal_user_viewer',
);

/** A member that nobody reads would be taken for a rule that holds. */
const unserved: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'unrecognized_keys'
    ? `${issue.keys.join(', ')}: not served, and what it says of callers would not hold. Remove it`
    : undefined;

/** `general_settings.litellm_jwtauth`. */
export const jwtSection = z.strictObject(
  {
    ...claims,
    admin_jwt_scope: text.nullish(),
    admin_allowed_routes: texts.nullish(),
    team_allowed_routes: texts.nullish(),
    team_id_default: text.nullish(),
    user_allowed_email_domain: text.nullish(),
    user_roles_jwt_field: text.nullish(),
    user_allowed_roles: texts.nullish(),
    user_id_upsert: boolean.nullish(),
    public_key_ttl: seconds.nullish(),
    enforce_rbac: boolean.nullish(),
    roles_jwt_field: text.nullish(),
    object_id_jwt_field: text.nullish(),
    role_mappings: z.array(z.strictObject({ role: text, internal_role: rbacRole })).nullish(),
    jwt_litellm_role_map: z.array(z.strictObject({ jwt_role: text, litellm_role: userRole })).nullish(),
    scope_mappings: z.array(z.strictObject({ scope: text, ...permissions })).nullish(),
    enforce_scope_based_access: boolean.nullish(),
    enforce_team_based_model_access: boolean.nullish(),
    issuers: z
      .array(
        z.strictObject(
          {
            ...claims,
            issuer: text,
            audience: texts.nullish(),
            disable_audience_validation: boolean.nullish(),
            jwks_url: webAddress.nullish(),
          },
          { error: unserved },
        ),
      )
      .nullish(),
  },
  { error: unserved },
);

/** `general_settings.role_permissions`: models and routes of tokens by what they stand for. */
export const rolePermissions = z.array(z.strictObject({ role: rbacRole, ...permissions }));

export type JwtSection = z.output<typeof jwtSection>;
