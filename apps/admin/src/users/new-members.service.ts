import { Injectable } from '@nestjs/common';
import type { Reach } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import { IdSource } from '@tollgate/kernel';
import type { Author } from '@tollgate/persistence';
import { OrganizationMembers } from '../organizations/organization-members.service.js';
import { noSuchOrganization } from '../organizations/organization-refusals.js';
import { isEmpty } from '../keys/unserved-fields.js';
import type { NewUserDto } from './dto/new-user.dto.js';
import { toNewMember } from './user.mapper.js';
import { UserPolicy } from './user-policy.js';

/** What an admin of an organization says of a user; the rest says what users may, which nobody gives beyond his organization. */
const SAID: readonly string[] = ['user_id', 'user_email', 'user_role', 'organizations', 'auto_create_key'];
const ROLES: readonly unknown[] = ['internal_user', 'internal_user_viewer'];

/** `POST /user/new` of an admin of an organization: a member of it, like those of `POST /organization/member_add`. */
@Injectable()
export class NewMembers {
  constructor(
    private readonly members: OrganizationMembers,
    private readonly policy: UserPolicy,
    private readonly ids: IdSource,
  ) {}

  /** 403 names what he may not say, 404 an organization beyond his reach. Whoever is there already becomes a member, and nothing of him is told. */
  async create(dto: NewUserDto, reach: Extract<Reach, { kind: 'of' }>, author: Author): Promise<object> {
    refuseMore(dto);
    const id = organizationOf(dto, reach);
    const { user_email: email, user_role: role } = dto;
    const userId = dto.user_id ?? (email == null ? this.ids.newId() : undefined);
    const named = { ...(userId !== undefined && { userId }), ...(email != null && { email }) };
    const member = { role: 'internal_user', ...named } as const;
    const newUsers = { ...this.policy.newUsersOf(reach), ...(role != null && { role }) };
    const [joined] = await this.members.join(id, [member], { newUsers, reach, author });
    return toNewMember(joined?.userId ?? '', email ?? null, id);
  }
}

function refuseMore(dto: NewUserDto): void {
  const more = Object.entries(dto).find(([name, value]) => !SAID.includes(name) && !isEmpty(value))?.[0];
  const field = more ?? (isPlain(dto) ? undefined : 'user_role');
  if (field !== undefined) throw refused(field, 'only a proxy admin says what a user may.');
  if (dto.auto_create_key === true)
    throw refused('auto_create_key', 'POST /key/generate makes the key, for a team of the organization.');
}

function isPlain({ user_role: role }: NewUserDto): boolean {
  return role == null || ROLES.includes(role);
}

/** The one that is named, or the only one that the caller keeps. */
function organizationOf({ organizations }: NewUserDto, { organizationIds }: Extract<Reach, { kind: 'of' }>): string {
  const [id, ...more] = organizations ?? organizationIds;
  if (typeof id !== 'string' || more.length > 0)
    throw new GatewayError('bad_request', {
      message: 'organizations names the one organization that the user is to be a member of.',
      param: 'organizations',
    });
  if (!organizationIds.includes(id)) throw noSuchOrganization(id);
  return id;
}

function refused(field: string, why: string): GatewayError {
  return new GatewayError('grant_refused', {
    message: `${field}: ${why} An admin of an organization names its new member by user_id or user_email.`,
    param: field,
  });
}
