import { UNSERVED_FIELDS } from '../../../apps/admin/src/keys/unserved-fields.js';
import { UNENFORCED_SETTINGS } from '../../../libs/persistence/src/litellm/unenforced-settings.js';

describe('what is taken blocked from LiteLLM, since nothing enforces it here', () => {
  it.each(UNENFORCED_SETTINGS)(
    'is what the admin API refuses as well: %s, once enforced, is taken as it is',
    (name) => {
      expect(UNSERVED_FIELDS).toContain(name);
    },
  );
});
