import type { AdminChange } from '../control/control-plane.js';

/** With a password that is set, whatever the one before has opened ends: sessions, and invitations that nobody has accepted. */
export async function endOldPassword(change: AdminChange, userId: string): Promise<void> {
  await change.tx.uiSession.deleteMany({ where: { userId } });
  await change.tx.invitation.deleteMany({ where: { userId, acceptedAt: null } });
  change.touch('user', userId);
}
