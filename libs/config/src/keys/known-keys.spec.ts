import { KNOWN_KEYS } from './known-keys.js';

describe('KNOWN_KEYS', () => {
  it.each(Object.entries(KNOWN_KEYS))(
    'says one thing of each key of %s, and why a fatal one is fatal',
    (_section, { served, unserved, fatal }) => {
      const all = [...served, ...unserved, ...Object.keys(fatal)];
      expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
      for (const reason of Object.values(fatal)) expect(reason.length).toBeGreaterThan(20);
    },
  );

  it.each([
    [
      'litellm_settings',
      'log_raw_request_response default_in_memory_ttl max_user_budget default_redis_ttl modify_params',
    ],
    ['general_settings', 'user_api_key_cache_ttl disable_adding_master_key_hash_to_db disable_master_key_return'],
    ['router_settings', 'redis_host enable_pre_call_check guardrail_list search_tools'],
  ] as const)('knows the keys of %s that LiteLLM documents or reads', (section, names) => {
    const { served, unserved, fatal } = KNOWN_KEYS[section];
    const known = [...served, ...unserved, ...Object.keys(fatal)];
    expect(names.split(' ').filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each([
    ['litellm_settings', 'max_user_budget default_max_internal_user_budget'],
    ['general_settings', 'custom_key_generate custom_key_policy'],
    ['router_settings', 'guardrail_list'],
  ] as const)('calls fatal those of %s that limit or guard', (section, names) => {
    expect(Object.keys(KNOWN_KEYS[section].fatal)).toEqual(expect.arrayContaining(names.split(' ')));
  });
});
