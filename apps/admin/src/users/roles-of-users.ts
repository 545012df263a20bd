import type { USER_ROLES } from './dto/user-settings.dto.js';

interface RoleOfUser {
  readonly description: string;
  readonly ui_label: string;
}

/** The roles that a user can be given, in the words of LiteLLM's forms. */
export const ROLES_OF_USERS = {
  proxy_admin: { description: 'admin over the gateway, has all permissions', ui_label: 'Admin (All Permissions)' },
  proxy_admin_viewer: { description: 'view all keys, view all spend', ui_label: 'Admin (View Only)' },
  internal_user: {
    description: 'view/create/delete their own keys, view their own spend',
    ui_label: 'Internal User (Create/Delete/View)',
  },
  internal_user_viewer: {
    description: 'view their own keys, view their own spend',
    ui_label: 'Internal User (View Only)',
  },
} as const satisfies Readonly<Record<(typeof USER_ROLES)[number], RoleOfUser>>;
