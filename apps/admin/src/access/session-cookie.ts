import type { RequestHeaders } from '@tollgate/auth';
import { GatewayError } from '@tollgate/canonical';

const NAME = 'tollgate_session';
const READING = ['GET', 'HEAD', 'OPTIONS'];

/** The secret of the session that a browser is in; undefined: none. */
export function sessionOf(headers: RequestHeaders): string | undefined {
  const cookies = headers['cookie'];
  if (typeof cookies !== 'string') return undefined;
  const own = cookies.split(';').map((cookie) => cookie.trim().split('='));
  return own.find(([name, value]) => name === NAME && value !== undefined && value !== '')?.[1];
}

/** What a browser is to remember: no script reads it, and no other site's page sends it. `secret` empty: nothing any more. */
export function sessionCookie(secret: string, maxAgeSeconds: number, isSecure: boolean): string {
  const parts = [`${NAME}=${secret}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${String(maxAgeSeconds)}`];
  return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ');
}

/**
 * Refuses a change that a browser says was sent by another origin's page, and one of which it does not say where it comes from: a page of a
 * neighbouring host counts as the same site, and its cookies come along.
 */
export function refuseCrossSite(method: string, headers: RequestHeaders): GatewayError | undefined {
  if (READING.includes(method) || isOwnPage(headers)) return undefined;
  return new GatewayError('cross_site_request', {
    message: 'Authentication Error, A session changes things from pages of this gateway alone. Send a key instead.',
    param: 'None',
  });
}

function isOwnPage(headers: RequestHeaders): boolean {
  const [site, origin, host] = [headers['sec-fetch-site'], headers['origin'], headers['host']];
  if (typeof site === 'string' && site !== 'same-origin') return false;
  if (typeof origin === 'string') return URL.canParse(origin) && new URL(origin).host === host;
  return site === 'same-origin';
}
