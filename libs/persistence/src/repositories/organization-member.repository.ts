import type { Reach } from '@tollgate/auth';
import { type Clock, type IdSource, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author, ControlPlane } from '../control/control-plane.js';
import { takenBackFor } from '../control/taken-back.js';
import type { Database } from '../database/database.js';
import { deleteKeys } from './delete-keys.js';
import { findOrMakeUser, type NewUsers } from './find-or-make-user.js';
import { noteOrganizationMember } from './note-organization-member.js';
import { MEMBER_INCLUDE, type OrganizationMemberRow, toStoredOrganizationMember } from './organization-row.js';
import type {
  NewOrganizationMember,
  OrganizationMemberProblem,
  OrganizationRole,
  StoredOrganizationMember,
} from './stored-organization.js';
import { visibleOrganizations } from './visible-organizations.js';

const { Refused, takeRefusal } = takenBackFor<OrganizationMemberProblem>();

/** Members of organizations: each has a role within it. */
export class OrganizationMemberRepository {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  /** Adds members, all or none; users who are not there yet are made. undefined: no organization with that id within the reach. */
  async add(
    organizationId: string,
    members: readonly NewOrganizationMember[],
    newUsers: NewUsers,
    reach: Reach,
    author: Author,
  ): Promise<Outcome<readonly StoredOrganizationMember[], OrganizationMemberProblem> | undefined> {
    const making = { author, now: new Date(this.clock.now()), ids: this.ids, newUsers };
    return this.controlPlane
      .change(author, async (change) => {
        if (!(await this.isThere(change, organizationId, reach))) return undefined;
        const added: StoredOrganizationMember[] = [];
        for (const [index, member] of members.entries()) {
          const userId = await findOrMakeUser(change, member, making);
          const key = { organizationId_userId: { organizationId, userId } };
          if ((await change.tx.organizationMember.findUnique({ where: key, select: { id: true } })) !== null)
            throw new Refused({ kind: 'already_member', member });
          // members are shown in the order in which they came
          const createdAt = new Date(making.now.getTime() + index);
          const data = { organizationId, userId, role: member.role, createdAt, updatedAt: createdAt };
          const row = await change.tx.organizationMember.create({ data, include: MEMBER_INCLUDE });
          noteOrganizationMember(change, null, row);
          added.push(toStoredOrganizationMember(row));
        }
        return succeed(added);
      })
      .catch(takeRefusal);
  }

  /** A member by id or e-mail address; undefined: none such, or no organization with that id within the reach. */
  async find(
    organizationId: string,
    { userId, email }: { readonly userId?: string; readonly email?: string },
    reach: Reach,
  ): Promise<StoredOrganizationMember | undefined> {
    const user = userId === undefined ? { user: { email: email?.toLowerCase() ?? '' } } : { userId };
    const row = await this.database.prisma.organizationMember.findFirst({
      where: { organizationId, organization: visibleOrganizations(reach), ...user },
      include: MEMBER_INCLUDE,
    });
    return row === null ? undefined : toStoredOrganizationMember(row);
  }

  /** undefined: no such member of an organization within the reach. */
  async setRole(
    organizationId: string,
    userId: string,
    role: OrganizationRole | undefined,
    reach: Reach,
    author: Author,
  ): Promise<StoredOrganizationMember | undefined> {
    return this.controlPlane.change(author, async (change) => {
      const before = await this.within(change, organizationId, userId, reach);
      if (before === null) return undefined;
      const after = await change.tx.organizationMember.update({
        where: { id: before.id },
        data: { ...(role !== undefined && { role }), updatedAt: new Date(this.clock.now()) },
        include: MEMBER_INCLUDE,
      });
      noteOrganizationMember(change, before, after);
      return toStoredOrganizationMember(after);
    });
  }

  /**
   * Takes a member out, with his keys of the organization that belong to no team; what he is in its teams, they say. undefined: no such
   * member of an organization within the reach.
   */
  async delete(
    organizationId: string,
    userId: string,
    reach: Reach,
    author: Author,
  ): Promise<StoredOrganizationMember | undefined> {
    return this.controlPlane.change(author, async (change) => {
      const row = await this.within(change, organizationId, userId, reach);
      if (row === null) return undefined;
      await deleteKeys(change, { organizationId, teamId: null, userId }, author, new Date(this.clock.now()));
      await change.tx.organizationMember.delete({ where: { id: row.id } });
      noteOrganizationMember(change, row, null);
      return toStoredOrganizationMember(row);
    });
  }

  private within(
    { tx }: AdminChange,
    organizationId: string,
    userId: string,
    reach: Reach,
  ): Promise<OrganizationMemberRow | null> {
    const where = { organizationId, userId, organization: visibleOrganizations(reach) };
    return tx.organizationMember.findFirst({ where, include: MEMBER_INCLUDE });
  }

  private async isThere({ tx }: AdminChange, id: string, reach: Reach): Promise<boolean> {
    const where = { AND: [{ id }, visibleOrganizations(reach)] };
    return (await tx.organization.findFirst({ where, select: { id: true } })) !== null;
  }
}
