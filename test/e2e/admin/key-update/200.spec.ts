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
