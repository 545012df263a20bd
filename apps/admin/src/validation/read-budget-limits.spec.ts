import { readBudgetLimits } from './read-budget-limits.js';

const ENTRY = { budget_duration: '1d', max_budget: 5 };

describe('budgets beside a holder’s own', () => {
  it('are read by either name of their members; what answers carry says nothing', () => {
    const limits = [
      { ...ENTRY, reset_at: '2026-12-01T00:00:00Z' },
      { time_period: '1d', budget_limit: 5 },
    ];
    expect(readBudgetLimits(limits)).toEqual({ ok: true, value: [ENTRY, ENTRY] });
  });

  it.each(['budget_time_zone', 'rpm_limit'])('are refused with %s, which nobody would keep to', (name) => {
    const outcome = readBudgetLimits([ENTRY, { ...ENTRY, [name]: 1 }]);
    expect(outcome).toMatchObject({ ok: false, error: { status: 400, param: `budget_limits.1.${name}` } });
  });
});
