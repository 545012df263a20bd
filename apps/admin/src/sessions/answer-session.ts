import { type OpenedSession, SESSION_MS } from '@tollgate/auth';
import type { Request, Response } from 'express';
import { sessionCookie } from '../access/session-cookie.js';
import { toTime } from '../shown/to-time.js';
import { isSecure } from './is-secure.js';

/** Where a browser goes that has signed in. */
export const HOME = '/docs';

/** Answers with the cookie of a session, and with whose it is. */
export function answerSession(opened: OpenedSession, request: Request, response: Response): object {
  const { secret, userId, role, expiresAt } = opened;
  response.setHeader('set-cookie', sessionCookie(secret, SESSION_MS / 1000, isSecure(request)));
  response.setHeader('cache-control', 'no-store');
  return { redirect_url: HOME, user_id: userId, user_role: role, expires_at: toTime(expiresAt) };
}
