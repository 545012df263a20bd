import lifecycle from '../__recordings__/key-lifecycle.json';
import forms from '../__recordings__/key-forms.json';
import { toBlockedKey, toGeneratedKey, toKeyInfo, toListedKey, toUnblockedKey, toUpdatedKey } from './key.mapper.js';
import type { StoredKey } from '@tollgate/persistence';

const NOW = Date.UTC(2026, 0, 2);

const fresh: StoredKey = {
  id: '01990000-0000-7000-8000-00000000000a',
  hash: 'a'.repeat(64),
  name: 'sk-...abcd',
  alias: 'alias',
  spendNano: 0n,
  totalSpendNano: 0n,
  lastActiveAt: null,
  expiresAt: NOW + 1000,
  models: ['gpt-4o'],
  accessGroupIds: [],
  aliases: {},
  routerSettings: {},
  metadata: { team: 'core' },
  tags: [],
  enforcedParams: [],
  lent: false,
  boundBy: [],
  serviceAccountId: null,
  autoRotate: false,
  rotationInterval: null,
  nextRotationAt: null,
  rotationUncollected: false,
  allowedRoutes: [],
  userId: null,
  teamId: null,
  organizationId: null,
  projectId: null,
  maxBudgetNano: 10_000_000_000n,
  softBudgetNano: null,
  budgetDuration: '30d',
  budgetTimeZone: 'UTC',
  budgetAnchor: Date.UTC(2026, 0, 1),
  tempBudgetIncreaseNano: null,
  tempBudgetExpiresAt: null,
  budgetLimits: [],
  budgetResetAt: NOW + 5000,
  maxParallelRequests: null,
  tpmLimit: 1000,
  rpmLimit: 100,
  blocked: null,
  budget: null,
  createdAt: NOW,
  createdBy: 'default_user_id',
  updatedAt: NOW,
  updatedBy: 'default_user_id',
  settingsUpdatedAt: null,
  modelMaxBudget: {},
  modelRpmLimit: null,
  modelTpmLimit: null,
  rotationCount: 0,
  lastRotationAt: null,
  deletion: null,
};

const deleted: StoredKey = {
  ...fresh,
  deletion: { deletedAt: NOW, deletedBy: 'default_user_id', deletedByKey: 'litellm_proxy_master_key', changedBy: null },
};

const recorded = (number: number): object => lifecycle.steps.find((step) => step.number === number)?.answer.body ?? {};
const memberNames = (value: object): readonly string[] => Object.keys(value).sort();
const infoOf = (answer: object): object => (answer as { info: object }).info;

describe('the answers about a key', () => {
  it.each([
    ['/key/generate', toGeneratedKey(fresh, 'sk-secret'), recorded(1)],
    ['/key/info', infoOf(toKeyInfo(fresh, 'sk-secret', NOW)), infoOf(recorded(4))],
    ['/key/update', toUpdatedKey(fresh, 'sk-secret'), recorded(8)],
    ['/key/block', toBlockedKey(fresh), recorded(11)],
    ['/key/unblock', toUnblockedKey(fresh), recorded(13)],
    ['/key/list', toListedKey(fresh), (recorded(14) as { keys: object[] }).keys[0] ?? {}],
    ['/key/info of a deleted key', infoOf(toKeyInfo(deleted, 'sk-secret', NOW)), infoOf(recorded(17))],
  ])("%s has exactly LiteLLM's members, and the id that stays", (_, answer, recording) => {
    expect(memberNames(answer)).toEqual(memberNames({ ...recording, id: fresh.id }));
  });

  it("shows a budget with exactly LiteLLM's members", () => {
    const budget = {
      id: '01990000-0000-7000-8000-00000000000b',
      maxBudgetNano: null,
      softBudgetNano: 1_000_000_000n,
      maxParallelRequests: null,
      tpmLimit: null,
      rpmLimit: null,
      modelMaxBudget: {},
      budgetDuration: null,
      budgetTimeZone: null,
      budgetAnchor: null,
      budgetResetAt: null,
      createdAt: NOW,
      createdBy: 'default_user_id',
      updatedAt: NOW,
      updatedBy: 'default_user_id',
    };
    const recording = forms.steps.find((step) => step.number === 17)?.answer.body as {
      info: { litellm_budget_table: object };
    };
    const shown = infoOf(toKeyInfo({ ...fresh, budget }, 'sk-secret', NOW)) as { litellm_budget_table: object };
    expect(memberNames(shown.litellm_budget_table)).toEqual(memberNames(recording.info.litellm_budget_table));
    expect(shown).toMatchObject({ budget_id: budget.id, litellm_budget_table: { soft_budget: 1, max_budget: null } });
  });

  it("shows a key's tags in its metadata, where LiteLLM's clients read them", () => {
    expect(toUnblockedKey({ ...fresh, tags: ['blue'] })).toMatchObject({ metadata: { team: 'core', tags: ['blue'] } });
    expect(toUnblockedKey(fresh)).toMatchObject({ metadata: { team: 'core' } });
  });

  it('never shows a secret but when the key is made', () => {
    for (const answer of [toBlockedKey(fresh), toUnblockedKey(fresh), toListedKey(fresh)]) {
      expect(JSON.stringify(answer)).not.toContain('sk-secret');
    }
  });

  it('tells blocked and expired keys from active ones', () => {
    const statusAt = (key: StoredKey, now: number): unknown =>
      (infoOf(toKeyInfo(key, 'k', now)) as { status: unknown }).status;
    expect(statusAt(fresh, NOW)).toBe('active');
    expect(statusAt(fresh, NOW + 1000)).toBe('expired');
    expect(statusAt({ ...fresh, blocked: true }, NOW)).toBe('blocked');
    expect(statusAt({ ...fresh, blocked: false }, NOW)).toBe('active');
  });

  it('shows money in dollars and keeps an unset limit apart from zero', () => {
    const shown = toUnblockedKey({ ...fresh, maxBudgetNano: 0n, spendNano: 40_000_000n, rpmLimit: 0, tpmLimit: null });
    expect(shown).toMatchObject({ max_budget: 0, spend: 0.04, rpm_limit: 0, tpm_limit: null });
  });
});
