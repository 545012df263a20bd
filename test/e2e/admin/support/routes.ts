/** Every route of the admin. A test over the app's own route table keeps this list whole. */
export const ROUTES = [
  'POST /key/generate',
  'GET /key/info',
  'POST /key/update',
  'POST /key/delete',
  'GET /key/list',
  'POST /key/block',
  'POST /key/unblock',
  'GET /spend/logs',
] as const;

/** A body that a route reads without a fault, so that only the caller can be at fault. */
export function bodyOf(route: string): object | undefined {
  if (route.startsWith('GET')) return undefined;
  return route.endsWith('/delete') ? { keys: ['sk-absent-0123456789'] } : { key: 'sk-absent-0123456789' };
}
