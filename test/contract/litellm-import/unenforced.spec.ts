import { refuseUnserved } from '../../../apps/admin/src/keys/unserved-fields.js';
import { UNENFORCED_SETTINGS } from '../../../libs/persistence/src/litellm/unenforced-settings.js';

describe('what is taken blocked from LiteLLM, since nothing enforces it here', () => {
  it.each(UNENFORCED_SETTINGS)(
    'is what the admin API refuses as well: metadata.%s, once enforced, is taken as it is',
    (name) => {
      expect(refuseUnserved({ metadata: { [name]: ['said'] } })?.param).toBe(`metadata.${name}`);
    },
  );
});
