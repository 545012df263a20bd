import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/**
 * Who may call a route. `proxy_admin`: the master key, or a key whose user has that role. `own_key`: every key, for what is its
 * own; the query is filtered by the caller.
 */
export type Permission = 'proxy_admin' | 'own_key';

export const PERMISSION = 'tollgate:permission';

/** Declares a route's permission. A route without one stops the app at its start. */
export const RequirePermission = (permission: Permission): CustomDecorator => SetMetadata(PERMISSION, permission);
