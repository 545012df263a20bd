import type { GatewayError, TokenIdentity, UserRole } from '@tollgate/canonical';
import type { JwtIssuer, JwtSettings, TokenPermissions, TokenRole } from '@tollgate/config';
import { fail, type JsonObject, matchesStars, type Outcome, succeed } from '@tollgate/kernel';
import { claimAt, ClaimFault, firstNameAt, nameAt, namesAt, scopesOf, textAt } from './claim-values.js';
import { invalidToken, tokenNotAllowed } from './token-refusals.js';

/**
 * Who a verified token's caller is, by the operator's mapping of claims (LiteLLM's `litellm_jwtauth`). What a claim says of the caller is
 * taken as the issuer's word; what is of another type than it has to be refuses the token (401). 403 for a caller that the settings do not
 * let in: of another mail domain, without a role or scope that is asked for, or standing for nobody.
 */
export function readIdentity(
  claims: JsonObject,
  issuer: JwtIssuer,
  settings: JwtSettings,
): Outcome<TokenIdentity, GatewayError> {
  try {
    return read(claims, issuer, settings);
  } catch (error) {
    if (error instanceof ClaimFault) return fail(invalidToken(error.message));
    throw error;
  }
}

interface Named {
  readonly userId: string | undefined;
  readonly teamIds: readonly string[];
}

function read(claims: JsonObject, issuer: JwtIssuer, settings: JwtSettings): Outcome<TokenIdentity, GatewayError> {
  const scopes = scopesOf(claims);
  const roles = namesAt(claims, settings.rolesField);
  const mapped = settings.roleMappings.find(({ role }) => roles.includes(role))?.means;
  const isAdmin = scopes.includes(settings.adminScope) || mapped === 'proxy_admin';
  const email = isUnverified(claims) ? undefined : textAt(claims, issuer.claims.userEmail)?.toLowerCase();
  const named = namedBy(claims, issuer, settings, { mapped, email });
  const standsFor: TokenRole = isAdmin ? 'proxy_admin' : named.teamIds.length > 0 ? 'team' : 'internal_user';
  const refusal =
    refuseUnverified(claims, named) ?? (isAdmin ? undefined : refuse(claims, settings, { ...named, email }));
  if (refusal !== undefined) return fail(tokenNotAllowed(refusal));
  const limits = permissionsOf(settings, scopes, standsFor);
  if (limits === undefined) return fail(tokenNotAllowed('None of its scopes and roles is permitted anything here.'));
  const role = isAdmin ? 'proxy_admin' : userRoleOf(settings, roles);
  const organizationId = nameAt(claims, issuer.claims.organizationId);
  const customer = nameAt(claims, issuer.claims.customer);
  return succeed({
    issuer: issuer.issuer ?? '',
    // an admin calls for no team
    teamIds: isAdmin ? [] : named.teamIds,
    createsUser: settings.createsUsers && !isAdmin,
    ...limits,
    ...(isAdmin && { isUnlimited: true as const }),
    ...(named.userId !== undefined && { userId: named.userId }),
    ...(email !== undefined && { userEmail: email }),
    ...(organizationId !== undefined && !isAdmin && { organizationId }),
    ...(customer !== undefined && { customer }),
    ...(role !== undefined && { role }),
  });
}

/** The user and the teams; a role of the token may say which of both its object is. */
function namedBy(
  claims: JsonObject,
  { claims: fields }: JwtIssuer,
  settings: JwtSettings,
  { mapped, email }: { readonly mapped: TokenRole | undefined; readonly email: string | undefined },
): Named {
  const object = nameAt(claims, settings.objectIdField);
  const single = (mapped === 'team' ? object : undefined) ?? firstNameAt(claims, fields.teamId);
  const several = namesAt(claims, fields.teamIds);
  const teamIds = [...new Set([...(single === undefined ? [] : [single]), ...several])];
  const fallback = settings.defaultTeamId;
  return {
    userId: (mapped === 'internal_user' ? object : undefined) ?? nameAt(claims, fields.userId) ?? email,
    teamIds: teamIds.length > 0 || fallback === undefined ? teamIds : [fallback],
  };
}

/** Why a token that is no admin's is not let in; undefined: it is. */
function refuse(
  claims: JsonObject,
  { emailDomain, userRoles, needsTeam }: JwtSettings,
  { userId, teamIds, email }: Named & { readonly email: string | undefined },
): string | undefined {
  if (emailDomain !== undefined && !isOfDomain(email, emailDomain))
    return `Email domain not allowed. Allowed domain: ${emailDomain}`;
  if (userRoles !== undefined && teamIds.length === 0) {
    const held = namesAt(claims, userRoles.field);
    if (!userRoles.allowed.some((role) => held.includes(role))) return 'It holds none of the roles that are allowed.';
  }
  if (needsTeam && teamIds.length === 0) return 'No teams found in token. Token must belong to a team.';
  if (userId === undefined && teamIds.length === 0)
    return 'No user or team id found in token. Token must belong to a proxy admin, team, or user.';
  return undefined;
}

/** An id of the form of an address finds whose address it is. */
function refuseUnverified(claims: JsonObject, { userId, teamIds }: Named): string | undefined {
  const isNamed = userId === undefined ? teamIds.length > 0 : !userId.includes('@');
  if (isNamed || !isUnverified(claims)) return undefined;
  return 'Its user is named by an address that the identity provider has not verified (email_verified). Have the address verified, or name the user by another claim.';
}

/** An address that the provider says is not verified is nobody's (OpenID Connect Core 5.1, `email_verified`; some write it as a text). */
function isUnverified(claims: JsonObject): boolean {
  const verified = claimAt(claims, 'email_verified');
  return verified === false || (typeof verified === 'string' && verified.toLowerCase() === 'false');
}

function isOfDomain(email: string | undefined, domain: string): boolean {
  const parts = email?.split('@') ?? [];
  return parts.length === 2 && parts[0] !== '' && parts[1] === domain;
}

/** Models and routes of the token; undefined: a rule applies and gives it nothing. */
function permissionsOf(
  { scopeMappings, rolePermissions, adminRoutes, teamRoutes }: JwtSettings,
  scopes: readonly string[],
  standsFor: TokenRole,
): { readonly models: readonly string[]; readonly allowedRoutes: readonly string[] } | undefined {
  const byRole = rolePermissions?.filter(({ role }) => role === standsFor);
  const byScope =
    standsFor === 'proxy_admin' ? undefined : scopeMappings?.filter(({ scope }) => scopes.includes(scope));
  if (byRole?.length === 0 || byScope?.length === 0) return undefined;
  const ofKind = { proxy_admin: adminRoutes, team: teamRoutes, internal_user: [] }[standsFor];
  const routes = routesOf(byRole) ?? routesOf(byScope) ?? ofKind;
  return { models: modelsOf(byRole, byScope), allowedRoutes: routes };
}

function routesOf(rows: readonly TokenPermissions[] | undefined): readonly string[] | undefined {
  const routes = rows?.flatMap((row) => row.routes) ?? [];
  return routes.length === 0 ? undefined : routes;
}

/** Of both rules where both apply; rows of one rule add up, and a row without models gives all. */
function modelsOf(...rules: readonly (readonly TokenPermissions[] | undefined)[]): readonly string[] {
  const lists = rules.flatMap((rows) => {
    if (rows === undefined || rows.some(({ models }) => models.length === 0)) return [];
    return [[...new Set(rows.flatMap(({ models }) => models))]];
  });
  const [first, second] = lists;
  if (first === undefined || second === undefined) return first ?? [];
  const both = first.filter((model) => second.includes(model));
  return both.length === 0 ? ['no-default-models'] : both;
}

function userRoleOf({ userRoleMappings }: JwtSettings, roles: readonly string[]): UserRole | undefined {
  return userRoleMappings.find(({ role }) => roles.some((held) => matchesStars(role, held)))?.means;
}
