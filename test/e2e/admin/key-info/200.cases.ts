import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface KeyInfo {
  readonly key: string;
  readonly info: Readonly<Record<string, unknown>>;
}

describe('GET /key/info: 200', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const infoOf = async (ref: string): Promise<KeyInfo> => {
    const answer = await admin.call<KeyInfo>(`GET /key/info?key=${encodeURIComponent(ref)}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  it('finds a key by secret, hash, alias and own id, and repeats the name that was used', async () => {
    const alias = `alias-${admin.newId()}`;
    const { secret, hash, id } = await admin.makeKey({ key_alias: alias });
    for (const ref of [secret, hash, alias, id]) {
      expect(await infoOf(ref)).toMatchObject({ key: ref, info: { key_alias: alias } });
    }
  });

  it('shows a key itself, without and with its name', async () => {
    const { secret, hash } = await admin.makeKey({ rpm_limit: 7 });
    const own = await admin.call<KeyInfo>('GET /key/info', { key: secret });
    expect(own).toMatchObject({ status: 200, body: { key: hash, info: { rpm_limit: 7 } } });
    expect((await admin.call(`GET /key/info?key=${secret}`, { key: secret })).status).toBe(200);
    expect((await admin.call(`GET /key/info?key=${hash}`, { key: secret })).status).toBe(200);
  });

  it('sums the spend of the current window, and of the whole life', async () => {
    const { hash, id } = await admin.makeKey({ max_budget: 10, budget_duration: '1h' });
    const start = Math.floor(admin.clock.now() / 3_600_000) * 3_600_000;
    await admin.spend(id, start, 1_250_000_000n);
    expect((await infoOf(hash)).info).toMatchObject({ spend: 1.25, total_spend: 1.25 });
    admin.clock.advance(3_600_000);
    expect((await infoOf(hash)).info).toMatchObject({ spend: 0, total_spend: 1.25 });
    await admin.spend(id, start + 3_600_000, 500_000_000n);
    const { info } = await infoOf(hash);
    expect(info).toMatchObject({ spend: 0.5, total_spend: 1.75 });
    expect(Date.parse(String(info['budget_reset_at']))).toBe(start + 2 * 3_600_000);
  });

  it('sums the spend of a key without a window', async () => {
    const { hash, id } = await admin.makeKey({});
    await admin.spend(id, 0, 40_000_000n);
    expect((await infoOf(hash)).info).toMatchObject({ spend: 0.04, total_spend: 0.04, budget_reset_at: null });
  });

  it.each([
    ['active', {}],
    ['blocked', { blocked: true }],
  ])('says that a key is %s', async (status, settings) => {
    const { hash } = await admin.makeKey(settings);
    expect((await infoOf(hash)).info['status']).toBe(status);
  });

  it('goes on answering for a deleted key', async () => {
    const { secret, hash } = await admin.makeKey({ max_budget: 3 });
    await admin.call('POST /key/delete', { body: { keys: [secret] } });
    for (const ref of [secret, hash]) {
      expect((await infoOf(ref)).info).toMatchObject({
        status: 'deleted',
        max_budget: 3,
        deleted_by: 'default_user_id',
      });
    }
  });
});
