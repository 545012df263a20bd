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
    const found = await this.guess(address, () => this.invitations.findOpen(secret));
    return { user_id: found.userId, user_email: found.email, expires_at: toTime(found.expiresAt), token: null };
  }

  async claim({ invitation_link, user_id, password }: ClaimInvitationDto, address: string): Promise<OpenedSession> {
    const holder = await this.guess(address, async () => {
      const open = await this.invitations.findOpen(invitation_link);
      if (open?.userId !== user_id) return undefined;
      const passwordHash = await readPassword(password);
      // what has become of it meanwhile is judged in one transaction
      return this.invitations.claim(invitation_link, user_id, passwordHash);
    });
    const opened = await this.sessions.openFor(holder);
    if (opened === undefined) throw noSuchInvitation();
    return opened;
  }

  /** Throws 401 for a wrong one, 429 for an address that has guessed too often. */
  private async guess<Found>(address: string, guess: () => Promise<Found | undefined>): Promise<Found> {
    const judged = await this.attempts.judge(address, guess);
    if (judged.ok) {
      if (judged.value === undefined) throw noSuchInvitation();
      return judged.value;
    }
    const message = 'Too many invitations that are not there from this address. Wait, and try again.';
    throw new GatewayError('rate_limited', { message, param: 'None', retryAfterMs: judged.error });
  }
}

/** One answer for one that is not there, is somebody else's, has been used or has expired. */
function noSuchInvitation(): GatewayError {
  const message =
    'Invalid invitation link: it is not there, was used, has expired, or is for another user. Ask for another one.';
  return new GatewayError('invalid_credentials', { message, param: 'invitation_link' });
}
