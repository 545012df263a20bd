import { randomUUID } from 'node:crypto';
import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { refuseWhereHeldBack } from '@tollgate/admission';
import type { Principal } from '@tollgate/canonical';
import { Clock } from '@tollgate/kernel';
import { type Author, InvitationRepository, type StoredInvitation } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import type { UpdateInvitationDto } from './dto/invitation.dto.js';

/** LiteLLM's: seven days. */
const LIFETIME_MS = 7 * 86_400_000;

/**
 * Invitations of users. Whoever accepts one is that user from then on, wherever others take him in: those alone make them who govern
 * everything. The id of one is its secret, as LiteLLM's clients build their links from it: it is answered when it is made,
 * and afterwards only to who has it.
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly clock: Clock,
  ) {}

  /** Whoever accepts is the user from then on, and writes keys as he does: what is held back itself invites nobody. */
  async create(userId: string, caller: Principal, author: Author): Promise<object> {
    const refusal = refuseWhereHeldBack(caller, 'user_id');
    if (refusal !== undefined) throw refusal;
    const secret = randomUUID();
    const expiresAt = this.clock.now() + LIFETIME_MS;
    const made = await this.invitations.create({ secret, userId, expiresAt }, author);
    if (made === undefined) throw noSuchUser(userId);
    return toInvitation(secret, made);
  }

  async info(secret: string): Promise<object> {
    const found = await this.invitations.find(secret);
    if (found === undefined) throw noSuchInvitation();
    return toInvitation(secret, found);
  }

  /** Once accepted it stays so, and an expired one is not accepted. */
  async update(dto: UpdateInvitationDto, author: Author): Promise<object> {
    const { invitation_id: secret, is_accepted: isAccepted } = dto;
    const before = await this.invitations.find(secret);
    if (before === undefined) throw noSuchInvitation();
    if (before.acceptedAt !== null) throw bad('The invitation has been accepted already. Make another one.');
    if (!isAccepted) return toInvitation(secret, before);
    const after = await this.invitations.accept(secret, author);
    if (after === undefined) throw noSuchInvitation();
    if (after.acceptedAt === null) throw bad('The invitation has expired. Make another one.');
    return toInvitation(secret, after);
  }

  async delete(secret: string, author: Author): Promise<object> {
    const deleted = await this.invitations.delete(secret, author);
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

function noSuchUser(id: string): NotFoundException {
  const error = `There is no user ${id}. Make the user first (/user/new), or name another.`;
  return new NotFoundException({ detail: { error } });
}

function noSuchInvitation(): NotFoundException {
  return new NotFoundException({ detail: { error: 'Invitation id does not exist in the database.' } });
}

function bad(error: string): BadRequestException {
  return new BadRequestException({ detail: { error } });
}
