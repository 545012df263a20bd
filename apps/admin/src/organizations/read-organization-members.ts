import { GatewayError } from '@tollgate/canonical';
import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import type { NewOrganizationMember, OrganizationRole } from '@tollgate/persistence';
import { readNamedUser } from '../teams/read-named-user.js';
import { MEMBERS_MAX, ORGANIZATION_ROLES } from './dto/organization-member.dto.js';

/** Reads one member or several, in LiteLLM's form; throws the refusal of the first that is none. */
export function readOrganizationMembers(sent: JsonValue): readonly NewOrganizationMember[] {
  const members = Array.isArray(sent) ? (sent as readonly JsonValue[]) : [sent];
  if (members.length === 0 || members.length > MEMBERS_MAX) throw faulty();
  return members.map(readMember);
}

function readMember(member: JsonValue): NewOrganizationMember {
  if (!isJsonObject(member)) throw faulty();
  const { role } = member;
  const user = readNamedUser(member);
  if (!isRole(role) || user === undefined) throw faulty();
  return { role, ...user };
}

function isRole(value: JsonValue | undefined): value is OrganizationRole {
  return ORGANIZATION_ROLES.some((role) => role === value);
}

function faulty(): GatewayError {
  const roles = ORGANIZATION_ROLES.map((role) => `"${role}"`).join(', ');
  return new GatewayError('bad_request', {
    message: `A member is {"role": one of ${roles}, "user_id": … or "user_email": …}; one call adds 1 to ${String(MEMBERS_MAX)}.`,
    param: 'member',
  });
}
