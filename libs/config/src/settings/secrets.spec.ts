import { ConfigFolder, load } from '../test-doubles.js';

const configs = new ConfigFolder();

describe('the variable that holds the master key', () => {
  const variableOf = (text: string, environment: Record<string, string>): string | undefined =>
    configs.loaded(text, environment).settings.masterKey.variable;

  it('is the one that was read, or that the file refers to', () => {
    expect(variableOf('model_list: []\n', { LITELLM_MASTER_KEY: 'sk-a' })).toBe('LITELLM_MASTER_KEY');
    expect(variableOf('general_settings: { master_key: os.environ/MY_KEY }\n', { MY_KEY: 'sk-b' })).toBe('MY_KEY');
  });

  it('is none for a key that stands in the file, by itself or among its environment_variables', () => {
    expect(variableOf('general_settings: { master_key: sk-c }\n', { OTHER: 'x' })).toBeUndefined();
    expect(variableOf('environment_variables: { MASTER_KEY: sk-d }\n', {})).toBeUndefined();
  });
});

describe('general_settings.allow_env_references_from_api', () => {
  it('lists names of variables', () => {
    const text = 'general_settings: { allow_env_references_from_api: [OPENAI_API_KEY, OTHER] }\n';
    expect(configs.loaded(text).settings.admin.allowedEnvReferences).toEqual(['OPENAI_API_KEY', 'OTHER']);
    expect(configs.loaded('model_list: []\n').settings.admin.allowedEnvReferences).toEqual([]);
  });

  it.each(['MASTER_KEY', 'LITELLM_MASTER_KEY', 'SALT_KEY', 'LITELLM_SALT_KEY', 'DATABASE_URL', 'REDIS_URL'])(
    'cannot allow %s',
    (name) => {
      expect(configs.problemsOf(`general_settings: { allow_env_references_from_api: [${name}] }\n`)).toEqual([
        `config.yaml: general_settings.allow_env_references_from_api: ${name} can never be read over the API; take it out`,
      ]);
    },
  );
});

describe('general_settings.allow_addresses_from_api', () => {
  const fileWith = (range: string): string => `general_settings: { allow_addresses_from_api: ['${range}'] }\n`;

  it.each(['10.1.0.0/16', 'fd12::/64', '127.0.0.1', '::1', 'localhost', 'vllm.internal'])('may list %s', (range) => {
    expect(configs.loaded(fileWith(range)).settings.admin.allowedAddresses).toEqual([range]);
  });

  it.each(['10.1.0.0/33', 'http://10.1.0.1', '10.1.0.0/16/2', '*', 'a b', '-x'])('cannot list %s', (range) => {
    expect(configs.problemsOf(fileWith(range))).toEqual([
      `config.yaml: general_settings.allow_addresses_from_api: ${range} is no network (10.1.0.0/16), address or name of a host`,
    ]);
  });
});

describe('secrets of the environment', () => {
  it.each(['MASTER_KEY', 'SALT_KEY', 'LANGFUSE_SECRET_KEY', 'LANGFUSE_PUBLIC_KEY'])(
    '%s loses white space around it, and is refused with a line break in it, unseen',
    (name) => {
      const outcome = load({}, { [name]: ' value-of-the-secret\n' });
      expect(outcome.ok && JSON.stringify(outcome.value.settings)).toContain('"value-of-the-secret"');
      const refused = load({}, { [name]: 'value-of\nthe-secret' });
      expect(refused.ok ? [] : refused.error).toEqual([
        { path: name, message: expect.stringContaining('a line break or another control character') as string },
      ]);
      expect(JSON.stringify(refused)).not.toContain('the-secret');
    },
  );

  it('a master key in the file is held to the same', () => {
    expect(configs.loaded('general_settings: { master_key: " sk-a " }\n').settings.masterKey.key).toBe('sk-a');
    expect(configs.problemsOf('general_settings: { master_key: "sk-a\\nb" }\n').join()).toContain('a line break');
  });
});
