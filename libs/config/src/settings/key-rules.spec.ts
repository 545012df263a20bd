import { ConfigFolder } from '../test-doubles.js';

const configs = new ConfigFolder();

describe('rules for keys', () => {
  const rulesOf = (text: string, environment: Record<string, string> = {}) =>
    configs.loaded(text, environment).settings.admin.keys;

  it('are none where the file says nothing', () => {
    expect(rulesOf('model_list: []\n')).toEqual({
      defaults: {},
      bounds: {},
      team: { required: [] },
      personal: { required: [] },
      teamOnly: false,
      checksAliases: false,
    });
  });

  it('are read as LiteLLM writes them, with numbers as text and blanks for none', () => {
    const text = `
litellm_settings:
  default_key_generate_params: { max_budget: "1.5", models: [azure-gpt-3.5], duration: , metadata: { setting: default }, team_id: core-infra }
  upperbound_key_generate_params: { max_budget: 100, budget_duration: 10d, duration: 30d, max_parallel_requests: 1000, tpm_limit: "1000", rpm_limit: 0 }
  key_generation_settings:
    team_key_generation: { allowed_team_member_roles: [admin], required_params: [tags] }
    personal_key_generation: { allowed_user_roles: [proxy_admin] }
  enable_key_alias_format_validation: "True"
general_settings: { default_team_disabled: true }
`;
    expect(rulesOf(text)).toEqual({
      defaults: { max_budget: 1.5, models: ['azure-gpt-3.5'], metadata: { setting: 'default' }, team_id: 'core-infra' },
      bounds: {
        max_budget: 100,
        budget_duration: '10d',
        duration: '30d',
        max_parallel_requests: 1000,
        tpm_limit: 1000,
        rpm_limit: 0,
      },
      team: { roles: ['admin'], required: ['tags'] },
      personal: { roles: ['proxy_admin'], required: [] },
      teamOnly: true,
      checksAliases: true,
    });
  });

  it('take PROXY_DEFAULT_TEAM_DISABLED where the file says nothing', () => {
    const variable = { PROXY_DEFAULT_TEAM_DISABLED: 'true' };
    expect(rulesOf('model_list: []\n', variable).teamOnly).toBe(true);
    expect(rulesOf('general_settings: { default_team_disabled: false }\n', variable).teamOnly).toBe(false);
  });

  it.each([
    ['upperbound_key_generate_params: { soft_budget: 1 }', /upperbound_key_generate_params: soft_budget: not served/],
    ['upperbound_key_generate_params: { duration: 5 parsecs }', /duration: expected a duration such as/],
    ['upperbound_key_generate_params: { max_budget: -1 }', /max_budget: a budget cannot be negative/],
    ['default_key_generate_params: { max_budgett: 1 }', /default_key_generate_params: max_budgett: not served/],
    ['default_key_generate_params: { max_budget: 9007199.1 }', /max_budget: a budget that large/],
    ['key_generation_settings: { team: { } }', /key_generation_settings: team: not served/],
    [
      'key_generation_settings: { team_key_generation: { allowed_team_member_roles: [owner] } }',
      /expected admin or user/,
    ],
    [
      'key_generation_settings: { personal_key_generation: { allowed_user_roles: [admin] } }',
      /expected proxy_admin, proxy_admin_viewer/,
    ],
  ])('stop the start where they could not be kept: %s', (setting, words) => {
    expect(configs.problemsOf(`litellm_settings: { ${setting} }\n`)).toEqual([expect.stringMatching(words)]);
  });
});
