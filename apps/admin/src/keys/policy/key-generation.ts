import { GatewayError } from '@tollgate/canonical';
import type { KeyRules } from '@tollgate/config';
import type { KeySettingsDto } from '../dto/key-settings.dto.js';
import type { KeyCaller } from '../key-caller.js';

/** LiteLLM's form of an alias. */
const ALIAS = /^[a-zA-Z0-9][a-zA-Z0-9_\-/.@]{0,253}[a-zA-Z0-9]$/;

/** Refuses a new key that lacks a parameter of those that keys of its kind are to have; an empty value gives nothing. */
export function refuseMissing(rules: KeyRules, caller: KeyCaller, dto: KeySettingsDto): GatewayError | undefined {
  const missing = requiredOf(rules, caller, dto.team_id).find((name) => !isGiven(memberOf(dto, name)));
  return missing === undefined ? undefined : bad(missing, `Required param ${missing} not in data`);
}

/** Refuses to take such a parameter away from a key that has to have it. */
export function refuseCleared(
  rules: KeyRules,
  caller: KeyCaller,
  dto: KeySettingsDto,
  teamId: string | null | undefined,
): GatewayError | undefined {
  const cleared = requiredOf(rules, caller, teamId).find((name) => {
    const value = memberOf(dto, name);
    return value !== undefined && !isGiven(value);
  });
  return cleared === undefined ? undefined : bad(cleared, `Required param ${cleared} must not be taken away.`);
}

/** Refuses a key without a team: LiteLLM asks the role of everybody; `default_team_disabled` is about everybody but proxy admins. */
export function refusePersonal(
  { personal, teamOnly }: KeyRules,
  { principal, reach }: KeyCaller,
): GatewayError | undefined {
  if (personal.roles?.includes(principal.role) === false)
    return bad(
      null,
      `Personal key creation has been restricted by admin. Allowed roles=${listed(personal.roles)}. Your role=${principal.role}`,
    );
  if (!teamOnly || reach.kind === 'all') return undefined;
  return bad('team_id', 'Keys without a team are made by proxy admins alone (default_team_disabled). Name a team_id.');
}

/** Refuses a team's key that members of the caller's role may not make. An admin of the team's organization is one of the team. */
export function refuseTeamRole({ team }: KeyRules, { reach }: KeyCaller, governed: boolean): GatewayError | undefined {
  const role = governed ? 'admin' : 'user';
  if (reach.kind === 'all' || team.roles?.includes(role) !== false) return undefined;
  return bad('team_id', `Team member role ${role} not in allowed_team_member_roles=${listed(team.roles)}`);
}

/** Refuses an alias that is not of LiteLLM's form, unless the key has it already. */
export function refuseAlias(
  { checksAliases }: KeyRules,
  alias: string | null,
  before: string | null,
): GatewayError | undefined {
  if (!checksAliases || alias === null || alias === before || ALIAS.test(alias)) return undefined;
  return bad(
    'key_alias',
    'Invalid key_alias format. Must be 2-255 characters, start/end with alphanumeric, and only contain a-zA-Z0-9_-/.@.',
  );
}

/** Proxy admins are asked for the parameters of keys without a team alone, as in LiteLLM. */
function requiredOf(rules: KeyRules, { reach }: KeyCaller, teamId: string | null | undefined): readonly string[] {
  if (teamId == null) return rules.personal.required;
  return reach.kind === 'all' ? [] : rules.team.required;
}

function memberOf(dto: KeySettingsDto, name: string): unknown {
  return Object.hasOwn(dto, name) ? dto[name as keyof KeySettingsDto] : undefined;
}

function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** As Python prints a list of texts. */
function listed(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}

function bad(param: string | null, message: string): GatewayError {
  return new GatewayError('bad_request', { message, ...(param !== null && { param }) });
}
