import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/update: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const update = async (body: object): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await admin.call('POST /key/update', { body });
    expect(answer.status).toBe(200);
    return answer.body;
  };

  it('changes what is named and leaves the rest', async () => {
    const { secret } = await admin.makeKey({
      models: ['a'],
      max_budget: 10,
      metadata: { team: 'core' },
      rpm_limit: 5,
      duration: '1h',
    });
    const { body: before } = await admin.call<{ info: Record<string, unknown> }>(`GET /key/info?key=${secret}`);
    admin.clock.advance(1000);
    const after = await update({ key: secret, models: ['b'], max_budget: 20 });
    expect(after).toMatchObject({
      key: secret,
      models: ['b'],
      max_budget: 20,
      metadata: { team: 'core' },
      rpm_limit: 5,
      expires: before.info['expires'],
    });
    expect(Date.parse(String(after['settings_updated_at']))).toBe(admin.clock.now());
    expect(before.info['settings_updated_at']).toBeNull();
  });

  it('raises a budget for a time, shows it in the metadata, keeps that inert, and ends it with null', async () => {
    const { secret, hash } = await admin.makeKey({ max_budget: 10, metadata: { team: 'core' } });
    const raise = { temp_budget_increase: 5, temp_budget_expiry: '2030-01-01T00:00:00.000Z' };
    const raised = await update({ key: secret, ...raise });
    expect(raised).toMatchObject({ max_budget: 10, metadata: { team: 'core', ...raise } });
    expect((await admin.auditOf(hash)).at(-1)?.after).toMatchObject({ tempBudgetIncreaseNano: '5000000000' });
    // as a client does that reads the metadata, adds to it and writes it back
    const again = await update({ key: secret, metadata: { ...(raised['metadata'] as object), more: 1 } });
    expect(again['metadata']).toEqual({ team: 'core', more: 1, ...raise });
    const ended = await update({ key: secret, temp_budget_increase: null, temp_budget_expiry: null });
    expect(ended['metadata']).toEqual({ team: 'core', more: 1 });
  });

  it('sets several budgets at once, each shown with the end of its window, and takes them back with null', async () => {
    const { secret } = await admin.makeKey({});
    const budget_limits = [
      { budget_duration: '1d', max_budget: 5 },
      { budget_duration: '1mo', max_budget: 50 },
    ];
    const set = (await update({ key: secret, budget_limits }))['budget_limits'] as readonly { reset_at: string }[];
    expect(set).toEqual(budget_limits.map((limit) => ({ ...limit, reset_at: expect.any(String) as string })));
    for (const { reset_at } of set) expect(Date.parse(reset_at)).toBeGreaterThan(admin.clock.now());
    expect((await update({ key: secret, budget_limits: set, max_budget: 7 }))['budget_limits']).toEqual(set);
    expect((await update({ key: secret, budget_limits: null }))['budget_limits']).toBeNull();
  });

  it('clears with null: limits, alias, models, owner', async () => {
    const { secret } = await admin.makeKey({
      key_alias: `gone-${admin.newId()}`,
      models: ['a'],
      max_budget: 1,
      rpm_limit: 1,
      tpm_limit: 1,
      max_parallel_requests: 1,
      user_id: 'somebody',
    });
    const cleared = {
      key_alias: null,
      max_budget: null,
      rpm_limit: null,
      tpm_limit: null,
      max_parallel_requests: null,
      user_id: null,
    };
    expect(await update({ key: secret, ...cleared, models: null })).toMatchObject({ ...cleared, models: [] });
  });

  it.each([null, '-1'])('duration %p: never expires', async (duration) => {
    const { secret } = await admin.makeKey({ duration: '1h' });
    expect((await update({ key: secret, duration }))['expires']).toBeNull();
  });

  it('a new duration counts from now', async () => {
    const { secret } = await admin.makeKey({ duration: '1h' });
    admin.clock.advance(60_000);
    expect(Date.parse(String((await update({ key: secret, duration: '1h' }))['expires']))).toBe(
      admin.clock.now() + 3_600_000,
    );
  });

  it('a key may keep its own alias', async () => {
    const alias = `mine-${admin.newId()}`;
    const { secret } = await admin.makeKey({ key_alias: alias });
    expect((await update({ key: secret, key_alias: alias }))['key_alias']).toBe(alias);
  });

  it('finds the key by hash and by alias too', async () => {
    const alias = `by-${admin.newId()}`;
    const { hash } = await admin.makeKey({ key_alias: alias });
    expect(await update({ key: hash, rpm_limit: 3 })).toMatchObject({ key: hash, rpm_limit: 3 });
    expect(await update({ key: alias, rpm_limit: 4 })).toMatchObject({ key: alias, rpm_limit: 4 });
  });

  it('adds a window to a budget: the reset time appears', async () => {
    const { secret } = await admin.makeKey({ max_budget: 1 });
    expect((await update({ key: secret, budget_duration: '1d' }))['budget_reset_at']).not.toBeNull();
    expect((await update({ key: secret, budget_duration: null }))['budget_reset_at']).toBeNull();
  });

  it('is audited with what was and what became, and raises the epoch', async () => {
    const { secret, hash } = await admin.makeKey({ max_budget: 1 });
    const before = await admin.epoch();
    await update({ key: secret, max_budget: 2 });
    expect(await admin.epoch()).toBe(before + 1n);
    const entry = (await admin.auditOf(hash)).at(-1);
    expect(entry?.action).toBe('updated');
    expect(JSON.stringify(entry?.before)).toContain('1000000000');
    expect(JSON.stringify(entry?.after)).toContain('2000000000');
  });

  it('is obeyed at once: a key that is updated to blocked is refused', async () => {
    const { secret } = await admin.makeKey({});
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(200);
    await update({ key: secret, blocked: true });
    expect((await admin.call('GET /key/info', { key: secret })).status).toBe(401);
  });
});
