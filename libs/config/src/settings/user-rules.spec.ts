import { ConfigFolder } from '../test-doubles.js';
import { defaultsOfUser } from './user-rules.js';

const configs = new ConfigFolder();
const rulesOf = (text: string) => configs.loaded(text).settings.admin.users;

const TEXT = `
litellm_settings:
  default_internal_user_params:
    { user_role: internal_user, max_budget: "1.5", budget_duration: 30d, models: [gpt-4o], tpm_limit: "10", rpm_limit: ,
      teams: [core, { team_id: side, max_budget_in_team: 2, user_role: user }], available_teams: [open] }
  max_internal_user_budget: 3
  internal_user_budget_duration: 1d
`;

describe('rules for users', () => {
  it('are none where the file says nothing', () => {
    expect(rulesOf('model_list: []\n')).toEqual({ defaults: {}, internal: {}, teams: [] });
  });

  it('are read as LiteLLM writes them, with numbers as text and blanks for none', () => {
    expect(rulesOf(TEXT)).toEqual({
      defaults: {
        role: 'internal_user',
        maxBudgetNano: 1_500_000_000n,
        budgetDuration: '30d',
        models: ['gpt-4o'],
        tpmLimit: 10,
      },
      internal: { maxBudgetNano: 3_000_000_000n, budgetDuration: '1d' },
      teams: ['core', { team_id: 'side', max_budget_in_team: 2, user_role: 'user' }],
      availableTeams: ['open'],
    });
  });

  it.each(['soft_budget: 5', 'user_role: boss', 'max_budget: lots', 'budget_duration: soon', 'teams: [{ id: core }]'])(
    'stop the start with %s: a limit that nobody reads would be taken for one that holds',
    (member) => {
      const text = `litellm_settings: { default_internal_user_params: { ${member} } }\n`;
      expect(configs.problemsOf(text)).toEqual([expect.stringContaining('default_internal_user_params')]);
    },
  );

  it('fill what was not said of a user, or said as nothing, and nothing of a proxy admin', () => {
    const rules = rulesOf(TEXT);
    const { defaults } = rules;
    expect(defaultsOfUser(rules, {})).toEqual(defaults);
    expect(defaultsOfUser(rules, { models: [], maxBudgetNano: null })).toEqual(defaults);
    expect(defaultsOfUser(rules, { models: ['claude'], maxBudgetNano: 1n, budgetDuration: '1h', tpmLimit: 1 })).toEqual(
      {
        role: 'internal_user',
      },
    );
    expect(defaultsOfUser(rules, { role: 'proxy_admin' })).toEqual({});
  });

  it('hold the budget of internal users apart: it is no other role’s', () => {
    const rules = rulesOf('litellm_settings: { max_internal_user_budget: 3, internal_user_budget_duration: 1d }\n');
    expect(defaultsOfUser(rules, {})).toEqual({ maxBudgetNano: 3_000_000_000n, budgetDuration: '1d' });
    expect(defaultsOfUser(rules, { role: 'internal_user_viewer' })).toEqual({});
  });
});
