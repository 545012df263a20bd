import { ConfigFolder } from '../test-doubles.js';

const configs = new ConfigFolder();
const rulesOf = (text: string) => configs.loaded(text).settings.admin.teams;

describe('rules for teams', () => {
  it('are none where the file says nothing', () => {
    expect(rulesOf('model_list: []\n')).toEqual({});
  });

  it('are read as LiteLLM writes them, with numbers as text and blanks for none', () => {
    const params = `{ max_budget: "1.5", budget_duration: 30d, models: [gpt-4o], tpm_limit: "10", rpm_limit: ,
      team_member_permissions: [/key/info] }`;
    expect(rulesOf(`litellm_settings: { default_team_params: ${params} }\n`)).toEqual({
      maxBudgetNano: 1_500_000_000n,
      budgetDuration: '30d',
      models: ['gpt-4o'],
      tpmLimit: 10,
      memberPermissions: ['/key/info'],
    });
  });

  it.each(['soft_budget: 5', 'max_budget: lots', 'budget_duration: soon', 'rpm_limit: -1'])(
    'stop the start with %s: a limit that nobody reads would be taken for one that holds',
    (member) => {
      const text = `litellm_settings:\n  default_team_params:\n    ${member}\n`;
      expect(configs.problemsOf(text)).toEqual([expect.stringContaining('default_team_params')]);
    },
  );
});
