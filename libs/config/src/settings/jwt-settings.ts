import type { UserRole } from '@tollgate/canonical';
import type { Environment } from '../environment/variables.js';
import type { ConfigProblem } from '../problem.js';
import type { JwtSection } from './jwt-section.js';
import type { GeneralSettings } from './sections.js';

/** Which claims say who the caller is; a claim's name, or a path with dots. */
export interface ClaimFields {
  readonly userId?: string;
  readonly userEmail?: string;
  readonly teamId?: string;
  readonly teamIds?: string;
  readonly organizationId?: string;
  readonly customer?: string;
}

export interface JwtIssuer {
  /** Exactly what `iss` has to be; undefined: it is not looked at. */
  readonly issuer?: string;
  /** `aud` has to hold one of them; undefined: it is not looked at. */
  readonly audience?: readonly string[];
  /** Key sets, or the OpenID configurations that name them. */
  readonly keyUrls: readonly string[];
  readonly claims: ClaimFields;
}

/** What a token may that stands for something: models and routes, each empty for all. */
export interface TokenPermissions {
  readonly models: readonly string[];
  readonly routes: readonly string[];
}

export type TokenRole = 'proxy_admin' | 'team' | 'internal_user';

/** `enable_jwt_auth` and `litellm_jwtauth`. */
export interface JwtSettings {
  readonly issuers: readonly JwtIssuer[];
  /** How long keys are good without being asked for again. */
  readonly keyTtlMs: number;
  readonly adminScope: string;
  readonly adminRoutes: readonly string[];
  readonly teamRoutes: readonly string[];
  readonly defaultTeamId?: string;
  readonly emailDomain?: string;
  readonly createsUsers: boolean;
  /** Tokens without a team are refused. */
  readonly needsTeam: boolean;
  /** The claim that names roles of a user, and those of which he has to have one. */
  readonly userRoles?: { readonly field: string; readonly allowed: readonly string[] };
  /** The claim that names roles for the two mappings below. */
  readonly rolesField?: string;
  /** The claim that holds the id of whatever the role stands for. */
  readonly objectIdField?: string;
  readonly roleMappings: readonly { readonly role: string; readonly means: TokenRole }[];
  /** A role's name may hold `*`. */
  readonly userRoleMappings: readonly { readonly role: string; readonly means: UserRole }[];
  /** undefined: scopes restrict nothing. */
  readonly scopeMappings?: readonly (TokenPermissions & { readonly scope: string })[];
  /** undefined: what a token stands for restricts nothing. */
  readonly rolePermissions?: readonly (TokenPermissions & { readonly role: TokenRole })[];
}

const ADMIN_ROUTES = ['management_routes', 'spend_tracking_routes', 'global_spend_tracking_routes', 'info_routes'];
const TEAM_ROUTES = ['openai_routes', 'info_routes'];
const KEY_TTL_SECONDS = 600;

/** undefined: tokens are not taken. Problems are what tokens could not be judged without. */
export function jwtSettings(
  general: GeneralSettings,
  environment: Environment,
): { readonly settings?: JwtSettings; readonly problems: readonly ConfigProblem[] } {
  if (general.enable_jwt_auth !== true) return { problems: [] };
  const section: JwtSection = general.litellm_jwtauth ?? {};
  const issuers = issuersOf(section, environment);
  const problems = [...checkIssuers(issuers, section), ...checkTogether(section)];
  return problems.length > 0 ? { problems } : { settings: settingsOf(section, issuers, general), problems };
}

function settingsOf(
  section: JwtSection,
  issuers: readonly JwtIssuer[],
  { role_permissions: byRole }: GeneralSettings,
): JwtSettings {
  const scopes = section.enforce_scope_based_access === true ? (section.scope_mappings ?? []) : undefined;
  return {
    issuers,
    keyTtlMs: (section.public_key_ttl ?? KEY_TTL_SECONDS) * 1000,
    adminScope: section.admin_jwt_scope ?? 'litellm_proxy_admin',
    adminRoutes: section.admin_allowed_routes ?? ADMIN_ROUTES,
    teamRoutes: section.team_allowed_routes ?? TEAM_ROUTES,
    createsUsers: section.user_id_upsert ?? false,
    needsTeam: section.enforce_team_based_model_access ?? false,
    roleMappings: (section.role_mappings ?? []).map(({ role, internal_role }) => ({ role, means: internal_role })),
    userRoleMappings: (section.jwt_litellm_role_map ?? []).map((row) => ({
      role: row.jwt_role,
      means: row.litellm_role,
    })),
    ...(scopes !== undefined && { scopeMappings: scopes.map((row) => ({ scope: row.scope, ...permissionsOf(row) })) }),
    ...(byRole != null && { rolePermissions: byRole.map((row) => ({ role: row.role, ...permissionsOf(row) })) }),
    ...(section.team_id_default != null && { defaultTeamId: section.team_id_default }),
    ...(section.user_allowed_email_domain != null && { emailDomain: section.user_allowed_email_domain.toLowerCase() }),
    ...(section.user_roles_jwt_field != null && {
      userRoles: { field: section.user_roles_jwt_field, allowed: section.user_allowed_roles ?? [] },
    }),
    ...(section.roles_jwt_field != null && { rolesField: section.roles_jwt_field }),
    ...(section.object_id_jwt_field != null && { objectIdField: section.object_id_jwt_field }),
  };
}

/** Those that are listed, else the one that the environment names, as LiteLLM reads it. */
function issuersOf(section: JwtSection, environment: Environment): readonly JwtIssuer[] {
  const { jwtPublicKeyUrl, jwtAudience, jwtIssuer } = environment;
  if (section.issuers != null)
    return section.issuers.map((one) => ({
      issuer: one.issuer,
      ...(one.audience != null && one.disable_audience_validation !== true && { audience: one.audience }),
      keyUrls: [one.jwks_url ?? `${one.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`],
      claims: { ...claimsOf(section), ...claimsOf(one) },
    }));
  if (jwtPublicKeyUrl === undefined) return [];
  return [
    {
      keyUrls: listOf(jwtPublicKeyUrl),
      claims: claimsOf(section),
      ...(jwtAudience !== undefined && { audience: listOf(jwtAudience) }),
      ...(jwtIssuer !== undefined && { issuer: jwtIssuer }),
    },
  ];
}

function claimsOf(fields: JwtSection | NonNullable<JwtSection['issuers']>[number]): ClaimFields {
  return {
    ...(fields.user_id_jwt_field != null && { userId: fields.user_id_jwt_field }),
    ...(fields.user_email_jwt_field != null && { userEmail: fields.user_email_jwt_field }),
    ...(fields.team_id_jwt_field != null && { teamId: fields.team_id_jwt_field }),
    ...(fields.team_ids_jwt_field != null && { teamIds: fields.team_ids_jwt_field }),
    ...(fields.org_id_jwt_field != null && { organizationId: fields.org_id_jwt_field }),
    ...(fields.end_user_id_jwt_field != null && { customer: fields.end_user_id_jwt_field }),
  };
}

function permissionsOf(row: {
  readonly models?: readonly string[] | null | undefined;
  readonly routes?: readonly string[] | null | undefined;
}): TokenPermissions {
  return { models: row.models ?? [], routes: row.routes ?? [] };
}

function checkIssuers(issuers: readonly JwtIssuer[], section: JwtSection): readonly ConfigProblem[] {
  const path = 'general_settings.enable_jwt_auth';
  if (issuers.length === 0) {
    const message = 'needs to know whose tokens: set JWT_PUBLIC_KEY_URL, or litellm_jwtauth.issuers';
    return [{ path, message }];
  }
  const open = (section.issuers ?? []).filter(
    (one) => one.audience == null && one.disable_audience_validation !== true,
  );
  return [
    ...open.map(({ issuer }) => ({
      path: 'general_settings.litellm_jwtauth.issuers',
      message: `${issuer} needs an audience: without one every token that it issues for anybody is taken (disable_audience_validation: true)`,
    })),
    ...issuers
      .flatMap(({ keyUrls }) => keyUrls)
      .filter((url) => !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      .map(() => ({ path, message: 'JWT_PUBLIC_KEY_URL and issuers have to be addresses that begin with https://' })),
  ];
}

/** What LiteLLM refuses to start with as well. */
function checkTogether(section: JwtSection): readonly ConfigProblem[] {
  const path = 'general_settings.litellm_jwtauth';
  const problems: ConfigProblem[] = [];
  const isOne = (one: unknown, other: unknown): boolean => (one == null) !== (other == null);
  if (isOne(section.user_roles_jwt_field, section.user_allowed_roles))
    problems.push({ path, message: 'user_roles_jwt_field and user_allowed_roles need each other' });
  if (section.object_id_jwt_field != null && section.role_mappings == null)
    problems.push({ path, message: 'object_id_jwt_field needs role_mappings, which say what the id is of' });
  if (section.roles_jwt_field == null && (section.role_mappings ?? section.jwt_litellm_role_map) != null)
    problems.push({ path, message: 'role_mappings and jwt_litellm_role_map need roles_jwt_field' });
  if (section.scope_mappings != null && section.enforce_scope_based_access !== true)
    problems.push({ path, message: 'scope_mappings restrict only with enforce_scope_based_access: true' });
  return problems;
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
