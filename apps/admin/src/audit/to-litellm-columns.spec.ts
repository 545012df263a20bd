import fc from 'fast-check';
import { AUDIT_RESOURCES } from '@tollgate/persistence';
import { toLiteLlmColumns } from './to-litellm-columns.js';

describe('an object of the audit in LiteLLM’s columns', () => {
  it.each([
    ['team', { id: 't', alias: 'a', organizationId: 'o' }, { team_id: 't', team_alias: 'a', organization_id: 'o' }],
    ['team', { memberPermissions: [], accessGroupIds: [] }, { team_member_permissions: [], access_group_ids: [] }],
    ['key', { id: 'k', alias: 'a', name: 'sk-...a' }, { id: 'k', key_alias: 'a', key_name: 'sk-...a' }],
    ['key', { expiresAt: 'x', nextRotationAt: 'y' }, { expires: 'x', key_rotation_at: 'y' }],
    [
      'user',
      { id: 'u', email: 'e', alias: null, role: 'internal_user', teams: ['t'] },
      { user_id: 'u', user_email: 'e', user_alias: null, user_role: 'internal_user', teams: ['t'] },
    ],
    ['organization', { id: 'o', alias: 'a' }, { organization_id: 'o', organization_alias: 'a' }],
    ['organization', { member: 'u', role: 'org_admin' }, { user_id: 'u', user_role: 'org_admin' }],
    ['organization_member', { user_id: 'u', role: 'org_admin' }, { user_id: 'u', user_role: 'org_admin' }],
    ['project', { id: 'p', alias: 'a', teamId: 't' }, { project_id: 'p', project_alias: 'a', team_id: 't' }],
    ['budget', { id: 'b', organizationId: null }, { budget_id: 'b', organization_id: null }],
    ['customer', { id: 'x', name: 'c', alias: 'a' }, { id: 'x', user_id: 'c', alias: 'a' }],
    ['tag', { id: 'x', name: 'blue' }, { id: 'x', tag_name: 'blue' }],
    ['model', { id: 'm', model_name: 'n', team_id: null }, { model_id: 'm', model_name: 'n', team_id: null }],
    ['credential', { name: 'c', info: {} }, { credential_name: 'c', credential_info: {} }],
    [
      'access_group',
      { id: 'g', name: 'n', modelNames: ['m'], keyIds: [] },
      { access_group_id: 'g', access_group_name: 'n', access_model_names: ['m'], assigned_key_ids: [] },
    ],
    ['invitation', { id: 'i', userId: 'u', acceptedAt: null }, { id: 'i', user_id: 'u', accepted_at: null }],
    ['session', { userId: 'u', role: 'org_admin' }, { user_id: 'u', role: 'org_admin' }],
  ])('a %s: %j', (kind, stored, shown) => {
    expect(toLiteLlmColumns(kind, stored)).toEqual(shown);
  });

  it.each([
    [{ maxBudgetNano: '9000000000' }, { max_budget: 9 }],
    [{ maxBudgetNano: '9007199000000000' }, { max_budget: 9_007_199 }],
    [{ softBudgetNano: '1' }, { soft_budget: 1e-9 }],
    [{ spendNano: '-250000000' }, { spend: -0.25 }],
    [{ maxBudgetNano: null }, { max_budget: null }],
    [{ max_budget_nano: 9_000_000_000 }, { max_budget: 9 }],
    [{ tempBudgetIncreaseNano: 'much' }, { temp_budget_increase_nano: 'much' }],
    [
      { rpmLimit: '5', tpmLimit: null, tpdLimit: '0' },
      { rpm_limit: 5, tpm_limit: null, tpd_limit: 0 },
    ],
    [
      { rpmLimitType: '5', maxParallelRequests: 3 },
      { rpm_limit_type: '5', max_parallel_requests: 3 },
    ],
    [
      { alias: '5', budgetId: '12' },
      { key_alias: '5', budget_id: '12' },
    ],
  ])('has money in dollars and limits as numbers: %j', (stored, shown) => {
    expect(toLiteLlmColumns('key', stored)).toEqual(shown);
  });

  it.each([
    ['metadata', 'metadata'],
    ['aliases', 'aliases'],
    ['routerSettings', 'router_settings'],
    ['modelMaxBudget', 'model_max_budget'],
    ['modelRpmLimit', 'model_rpm_limit'],
    ['otherSettings', 'other_settings'],
    ['objectPermission', 'object_permission'],
    ['litellm_params', 'litellm_params'],
    ['model_info', 'model_info'],
  ])('leaves what is in %s as its caller wrote it', (name, shown) => {
    const written = {
      maxBudgetNano: '1',
      rpmLimit: '5',
      alias: 'a',
      inner: [{ teamId: 't', members: [{ userId: 'u' }] }],
    };
    for (const kind of ['key', 'team', 'model'])
      expect(toLiteLlmColumns(kind, { [name]: written })).toEqual({ [shown]: written });
  });

  it('has the members of a team as rows of their own, what is in them as it was written', () => {
    const member = { userId: 'u', role: 'admin', maxBudgetNano: '1000000000', rpmLimit: '2' };
    const modelMaxBudget = { 'gpt-4o': { budgetNano: '1' } };
    expect(toLiteLlmColumns('team', { members: [{ ...member, modelMaxBudget }] })).toEqual({
      members_with_roles: [
        { user_id: 'u', role: 'admin', max_budget: 1, rpm_limit: 2, model_max_budget: modelMaxBudget },
      ],
    });
  });

  it('leaves settings as they are, and what is no object', () => {
    const settings = { routing: { maxBudgetNano: '1' }, numRetries: 3, id: 'x' };
    expect(toLiteLlmColumns('config', settings)).toEqual(settings);
    for (const value of [null, 'text', 3, [{ userId: 'u' }]]) expect(toLiteLlmColumns('key', value)).toEqual(value);
  });

  it('leaves a member its own name and value where another has the new one', () => {
    const stored = { maxBudgetNano: '1', max_budget: 'kept', rpmLimit: '5', rpm_limit: 6, alias: 'a', team_alias: 'b' };
    expect(toLiteLlmColumns('team', stored)).toEqual(stored);
    expect(toLiteLlmColumns('organization', { member: 'a', userId: 'b' })).toEqual({ user_id: 'a', userId: 'b' });
  });

  it('loses no member of any row of any kind', () => {
    const words = ['id', 'alias', 'name', 'role', 'member', 'userId', 'user_id', 'maxBudgetNano', 'max_budget_nano'];
    const name = fc.oneof(fc.constantFrom(...words, 'max_budget', 'members', '__proto__', 'constructor'), fc.string());
    const rows = fc.dictionary(name, fc.oneof(fc.constantFrom('5', '-1', null, 7), fc.string()));
    fc.assert(
      fc.property(fc.constantFrom(...AUDIT_RESOURCES), rows, (kind, row) => {
        expect(Object.keys(toLiteLlmColumns(kind, row) as object)).toHaveLength(Object.keys(row).length);
      }),
    );
  });
});
