import { randomUUID } from 'node:crypto';
import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { refuseInvitation } from '@tollgate/admission';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import { Clock } from '@tollgate/kernel';
import { type Author, InvitationRepository, type StoredInvitation } from '@tollgate/persistence';
import { isUncompared } from '../access/is-uncompared.js';
import { toTime } from '../shown/to-time.js';
import type { UpdateInvitationDto } from './dto/invitation.dto.js';

/** LiteLLM's: seven days. */
const LIFETIME_MS = 7 * 86_400_000;

/**
 * Invitations of users. The id of one is its secret, as LiteLLM's clients build their links from it: it is answered when it is made,
 * and afterwards only to who has it.
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly clock: Clock,
  ) {}

  /** Whoever accepts is the user from then on, and writes keys as he does: a key that is held back itself invites nobody. */
  async create(userId: string, caller: Principal, reach: Reach, author: Author): Promise<object> {
    const isFree = reach.kind === 'all';
    const refusal = isUncompared({ principal: caller, reach }) ? undefined : refuseInvitation(caller);
    if (refusal !== undefined) throw refusal;
    const secret = randomUUID();
    const expiresAt = this.clock.now() + LIFETIME_MS;
    const made = await this.invitations.create(
      { secret, userId, expiresAt, ...(!isFree && { maker: caller.userId ?? '' }) },
      reach,
      author,
    );
    if (made === undefined) throw noSuchUser(userId);
    return toInvitation(secret, made);
  }

  async info(secret: string, reach: Reach): Promise<object> {
    const found = await this.invitations.find(secret, reach);
    if (found === undefined) throw noSuchInvitation();
    return toInvitation(secret, found);
  }

  /** Once accepted it stays so, and an expired one is not accepted. */
  async update(dto: UpdateInvitationDto, reach: Reach, author: Author): Promise<object> {
    const { invitation_id: secret, is_accepted: isAccepted } = dto;
    const before = await this.invitations.find(secret, reach);
    if (before === undefined) throw noSuchInvitation();
    if (before.acceptedAt !== null) throw bad('The invitation has been accepted already. Make another one.');
    if (!isAccepted) return toInvitation(secret, before);
    const after = await this.invitations.accept(secret, reach, author);
    if (after === undefined) throw noSuchInvitation();
    if (after.acceptedAt === null) throw bad('The invitation has expired. Make another one.');
    return toInvitation(secret, after);
  }

  async delete(secret: string, reach: Reach, author: Author): Promise<object> {
    const deleted = await this.invitations.delete(secret, reach, author);
    if (deleted === undefined) throw noSuchInvitation();
    return toInvitation(secret, deleted);
  }
}

/** LiteLLM's InvitationModel. */
function toInvitation(secret: string, invitation: StoredInvitation): object {
  const { userId, acceptedAt, expiresAt, createdAt, createdBy, updatedAt, updatedBy } = invitation;
  return {
    id: secret,
    user_id: userId,
    is_accepted: acceptedAt !== null,
    accepted_at: toTime(acceptedAt),
    expires_at: toTime(expiresAt),
    created_at: toTime(createdAt),
    created_by: createdBy,
    updated_at: toTime(updatedAt),
    updated_by: updatedBy,
  };
}

/** One answer for who is not there, and for whom the caller may not invite. */
function noSuchUser(id: string): NotFoundException {
  const error = `There is no user ${id} whom you may invite. A proxy admin invites anybody; admins of teams and organizations, plain users of theirs alone whom they made themselves.`;
  return new NotFoundException({ detail: { error } });
}

function noSuchInvitation(): NotFoundException {
  return new NotFoundException({ detail: { error: 'Invitation id does not exist in the database.' } });
}

function bad(error: string): BadRequestException {
  return new BadRequestException({ detail: { error } });
}
