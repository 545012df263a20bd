import { isStoredCaller, type Principal } from '@tollgate/canonical';

/** Who may see what belongs to no one tenant: the master key, and keys whose user is a proxy admin or may view as one. */
export function maySeeAllTenants({ kind, role }: Pick<Principal, 'kind' | 'role'>): boolean {
  if (kind === 'master') return true;
  return isStoredCaller({ kind }) && (role === 'proxy_admin' || role === 'proxy_admin_viewer');
}
