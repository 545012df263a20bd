import type { Reach } from '@tollgate/auth';
import { type Clock, type IdSource, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author, ControlPlane } from '../control/control-plane.js';
import { takenBackFor } from '../control/taken-back.js';
import type { Database } from '../database/database.js';
import { deleteKeys } from './delete-keys.js';
import { findOrMakeUser, type NewUsers } from './find-or-make-user.js';
import { openWrittenWindows } from './holder-balance.js';
import { noteOrganizationMember } from './note-organization-member.js';
import { MEMBER_INCLUDE, type OrganizationMemberRow, toStoredOrganizationMember } from './organization-row.js';
import { readOrganizationMemberSpend } from './read-organization-member-spend.js';
import type {
  NewOrganizationMember,
  OrganizationMemberProblem,
  OrganizationMemberSettings,
  StoredOrganizationMember,
} from './stored-organization.js';
import { windowColumns, withoutWindow } from './window-columns.js';
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
    const making = { author, now: new Date(this.clock.now()), ids: this.ids, newUsers, reach };
    const added = await this.controlPlane
      .change(author, async (change) => {
        if (!(await this.isThere(change, organizationId, reach))) return undefined;
        const added: OrganizationMemberRow[] = [];
        for (const [index, member] of members.entries()) {
          const found = await findOrMakeUser(change, member, making);
          if (!found.ok) throw new Refused(found.error);
          const { userId, showsUser } = found.value;
          const key = { organizationId_userId: { organizationId, userId } };
          if ((await change.tx.organizationMember.findUnique({ where: key, select: { id: true } })) !== null)
            throw new Refused({ kind: 'already_member', member });
          // members are shown in the order in which they came
          const createdAt = new Date(making.now.getTime() + index);
          const { settings = {} } = member;
          const window = windowColumns(settings, null, { now: making.now.getTime(), timeZone: change.timeZone });
          const own = { ...withoutWindow(settings), ...window };
          const data = {
            ...own,
            organizationId,
            userId,
            showsUser,
            role: member.role,
            createdAt,
            updatedAt: createdAt,
          };
          const row = await change.tx.organizationMember.create({ data, include: MEMBER_INCLUDE });
          noteOrganizationMember(change, null, row);
          added.push(row);
        }
        return succeed(added);
      })
      .catch(takeRefusal);
    return added?.ok === true ? succeed(await this.stored(added.value)) : added;
  }

  /** A member by id or e-mail address; undefined: none such, or no organization with that id within the reach. */
  async find(
    organizationId: string,
    { userId, email }: { readonly userId?: string; readonly email?: string },
    reach: Reach,
  ): Promise<StoredOrganizationMember | undefined> {
    const shown = reach.kind === 'all' ? {} : { showsUser: true };
    const user = userId === undefined ? { user: { email: email?.toLowerCase() ?? '' }, ...shown } : { userId };
    const row = await this.database.prisma.organizationMember.findFirst({
      where: { organizationId, organization: visibleOrganizations(reach), ...user },
      include: MEMBER_INCLUDE,
    });
    return row === null ? undefined : this.storedOne(row);
  }

  /** undefined: no such member of an organization within the reach. Of a window that opens in the middle, what was spent in it counts. */
  async update(
    organizationId: string,
    userId: string,
    settings: OrganizationMemberSettings,
    reach: Reach,
    author: Author,
  ): Promise<StoredOrganizationMember | undefined> {
    const written = await this.controlPlane.change(author, async (change) => {
      const before = await this.within(change, organizationId, userId, reach);
      if (before === null) return undefined;
      const now = this.clock.now();
      const window = windowColumns(settings, before, { now, timeZone: change.timeZone });
      const after = await change.tx.organizationMember.update({
        where: { id: before.id },
        data: { ...withoutWindow(settings), ...window, updatedAt: new Date(now) },
        include: MEMBER_INCLUDE,
      });
      await openWrittenWindows(change.tx, 'organization_member', { id: after.id, before, after }, now);
      noteOrganizationMember(change, before, after);
      return after;
    });
    return written === undefined ? undefined : this.storedOne(written);
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
    const deleted = await this.controlPlane.change(author, async (change) => {
      const row = await this.within(change, organizationId, userId, reach);
      if (row === null) return undefined;
      await deleteKeys(change, { organizationId, teamId: null, userId }, author, new Date(this.clock.now()));
      await change.tx.organizationMember.delete({ where: { id: row.id } });
      noteOrganizationMember(change, row, null);
      return row;
    });
    return deleted === undefined ? undefined : this.storedOne(deleted);
  }

  private async stored(rows: readonly OrganizationMemberRow[]): Promise<readonly StoredOrganizationMember[]> {
    const now = this.clock.now();
    const spend = await readOrganizationMemberSpend(this.database, rows, now);
    return rows.map((row) => toStoredOrganizationMember(row, spend, now));
  }

  private async storedOne(row: OrganizationMemberRow): Promise<StoredOrganizationMember> {
    const now = this.clock.now();
    return toStoredOrganizationMember(row, await readOrganizationMemberSpend(this.database, [row], now), now);
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
