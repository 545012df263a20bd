import { isJsonObject, type JsonObject, type JsonValue, usdFromNanoUsd } from '@tollgate/kernel';
import type { AuditResource } from '@tollgate/persistence';

type Names = ReadonlyMap<string, string>;
type Member = readonly [name: string, value: JsonValue | undefined];

/** What LiteLLM names otherwise than the rule does, by kinds of objects. A change of an organization's member is a change of the organization. */
const NAMES: ReadonlyMap<string, Names> = new Map<AuditResource, Names>([
  [
    'key',
    new Map([
      ...prefixed('key', 'name', 'alias'),
      ['expires_at', 'expires'],
      ['next_rotation_at', 'key_rotation_at'],
      ['temp_budget_expires_at', 'temp_budget_expiry'],
    ]),
  ],
  [
    'team',
    new Map([
      ...prefixed('team', 'id', 'alias', 'member_permissions', 'member_key_duration'),
      ['default_member_models', 'default_team_member_models'],
      ['members', 'members_with_roles'],
    ]),
  ],
  ['user', prefixed('user', 'id', 'alias', 'email', 'role')],
  ['organization', new Map([...prefixed('organization', 'id', 'alias'), ['member', 'user_id'], ['role', 'user_role']])],
  ['organization_member', new Map([['role', 'user_role']])],
  ['project', prefixed('project', 'id', 'alias')],
  ['budget', prefixed('budget', 'id')],
  ['customer', new Map([['name', 'user_id']])],
  ['tag', prefixed('tag', 'name')],
  ['model', prefixed('model', 'id')],
  ['credential', prefixed('credential', 'name', 'values', 'info')],
  [
    'access_group',
    new Map([
      ...prefixed('access_group', 'id', 'name'),
      ...prefixed('access', 'model_names', 'mcp_server_ids', 'agent_ids'),
      ...prefixed('assigned', 'team_ids', 'key_ids'),
    ]),
  ],
]);

const MONEY = /_nano$/;
const LIMIT = /_limit$/;
const INTEGER = /^-?\d+$/;

/**
 * An object of the audit in LiteLLM's columns. Our columns' names become those of LiteLLM's by a rule: words are joined by `_`, and what all
 * kinds have (`id`, `alias`, `name` …) has the kind's prefix where LiteLLM's has it. Money (`…Nano`) is in dollars, without the suffix; a limit
 * is a number. A team's members are rows too; every other value stays as it is, and so do settings (`config`), which are the caller's words
 * throughout. A member whose new name another has keeps its own: none is lost.
 */
export function toLiteLlmColumns(kind: string, value: JsonValue): JsonValue {
  return isJsonObject(value) && kind !== 'config' ? toRow(kind, value) : value;
}

function toRow(kind: string, row: JsonObject): JsonObject {
  const shown = new Map<string, JsonValue | undefined>();
  for (const member of Object.entries(row)) {
    const [name, value] = toColumn(kind, member);
    const isTaken = shown.has(name) || (name !== member[0] && Object.hasOwn(row, name));
    if (isTaken) shown.set(...member);
    else shown.set(name, value);
  }
  return Object.fromEntries(shown);
}

function toColumn(kind: string, [stored, value]: Member): Member {
  const column = stored.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const name = NAMES.get(kind)?.get(column) ?? column;
  if (MONEY.test(name)) return toMoney(name, value);
  if (LIMIT.test(name)) return [name, typeof value === 'string' && INTEGER.test(value) ? Number(value) : value];
  if (kind === 'team' && column === 'members' && Array.isArray(value))
    return [name, value.map((member: JsonValue) => toLiteLlmColumns('team_member', member))];
  return [name, value];
}

/** What is no amount keeps the suffix, which says what it is. */
function toMoney(name: string, value: JsonValue | undefined): Member {
  const isAmount = typeof value === 'string' ? INTEGER.test(value) : Number.isSafeInteger(value);
  if (!isAmount && value !== null) return [name, value];
  return [name.replace(MONEY, ''), value === null ? null : usdFromNanoUsd(BigInt(value as string | number))];
}

function prefixed(prefix: string, ...columns: readonly string[]): Names {
  return new Map(columns.map((column) => [column, `${prefix}_${column}`]));
}
