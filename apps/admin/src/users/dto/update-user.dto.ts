import { UserSettingsDto } from './user-settings.dto.js';

/**
 * Body of `POST /user/update`: the user by `user_id`, else by `user_email`. A member that is absent leaves its field alone; null
 * clears it.
 */
export class UpdateUserDto extends UserSettingsDto {}
