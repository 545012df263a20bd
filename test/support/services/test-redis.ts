import { serviceUrl } from './service-url.js';

/** Redis has 16 databases unless told otherwise; 0 is left to whoever looks in from outside. */
const databases = 15;

/** The address of a Redis database that no other Jest worker uses at the same time. */
export function testRedisUrl(): string {
  const url = new URL(serviceUrl('TEST_REDIS_URL'));
  const worker = Number(process.env['JEST_WORKER_ID'] ?? '1');
  if (url.pathname === '' || url.pathname === '/') url.pathname = `/${((worker - 1) % databases) + 1}`;
  return url.toString();
}
