import type { Request } from 'express';

/** As the proxy in front says it: TLS ends there. */
export function isSecure(request: Request): boolean {
  return request.secure || request.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}
