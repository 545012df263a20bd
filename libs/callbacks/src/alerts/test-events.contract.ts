import type { BudgetEvent } from './budget-event.js';

/** A soft budget of five dollars that a key crossed. */
export function anEvent(members: Partial<BudgetEvent> = {}): BudgetEvent {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    createdAt: Date.UTC(2026, 10, 26, 10, 20, 30),
    scope: 'key',
    scopeId: '01900000-0000-7000-8000-000000000002',
    windowStart: 0,
    windowEnd: null,
    budgetDuration: '',
    event: 'soft_budget_crossed',
    threshold: 100,
    limitNano: 5_000_000_000n,
    spendNano: 5_250_000_000n,
    maxBudgetNano: 10_000_000_000n,
    softBudgetNano: 5_000_000_000n,
    name: null,
    keyId: '01900000-0000-7000-8000-000000000002',
    keyHash: 'ab'.repeat(32),
    keyAlias: 'prod',
    userId: 'u1',
    userEmail: null,
    teamId: null,
    teamAlias: null,
    projectId: null,
    organizationId: null,
    model: null,
    ...members,
  };
}
