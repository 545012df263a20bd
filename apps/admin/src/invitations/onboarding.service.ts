import { Injectable } from '@nestjs/common';
import { LoginAttempts, type OpenedSession, UiSessions } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';
import { Clock } from '@tollgate/kernel';
import { InvitationRepository } from '@tollgate/persistence';
import { toTime } from '../shown/to-time.js';
import { readPassword } from '../users/read-password.js';
import type { ClaimInvitationDto } from './dto/claim-invitation.dto.js';

/** What somebody does with an invitation of his whom nobody knows yet: he sees whom it is for, and sets his password with it, once. */
@Injectable()
export class Onboarding {
  private readonly attempts: LoginAttempts;

  constructor(
    private readonly invitations: InvitationRepository,
    private readonly sessions: UiSessions,
    clock: Clock,
  ) {
    this.attempts = new LoginAttempts(clock);
  }

  /** Without the token of a session that LiteLLM answers: there is none before there is a password. */
  async show(secret: string, address: string): Promise<object> {
    this.refuseGuessing(address);
    const found = await this.invitations.findOpen(secret);
    if (found === undefined) throw this.missed(address);
    return { user_id: found.userId, user_email: found.email, expires_at: toTime(found.expiresAt), token: null };
  }

  async claim({ invitation_link, user_id, password }: ClaimInvitationDto, address: string): Promise<OpenedSession> {
    this.refuseGuessing(address);
    const open = await this.invitations.findOpen(invitation_link);
    if (open?.userId !== user_id) throw this.missed(address);
    const passwordHash = await readPassword(password);
    // what has become of it meanwhile is judged in one transaction
    const holder = await this.invitations.claim(invitation_link, user_id, passwordHash);
    if (holder === undefined) throw this.missed(address);
    this.attempts.succeeded(address);
    const opened = await this.sessions.openFor(holder);
    if (opened === undefined) throw noSuchInvitation();
    return opened;
  }

  private refuseGuessing(address: string): void {
    const retryAfterMs = this.attempts.waitOf(address);
    if (retryAfterMs === undefined) return;
    const message = 'Too many invitations that are not there from this address. Wait, and try again.';
    throw new GatewayError('rate_limited', { message, param: 'None', retryAfterMs });
  }

  private missed(address: string): GatewayError {
    this.attempts.failed(address);
    return noSuchInvitation();
  }
}

/** One answer for one that is not there, is somebody else's, has been used or has expired. */
function noSuchInvitation(): GatewayError {
  const message =
    'Invalid invitation link: it is not there, was used, has expired, or is for another user. Ask for another one.';
  return new GatewayError('invalid_credentials', { message, param: 'invitation_link' });
}
