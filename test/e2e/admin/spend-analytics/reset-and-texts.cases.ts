import { completionRecord } from '../support/completion-record.js';
import { type MadeKey, startAdmin, type TestAdmin } from '../support/test-admin.js';

type Row = Readonly<Record<string, unknown>>;

describe('POST /global/spend/reset', () => {
  let admin: TestAdmin;
  let team: string;
  let key: MadeKey;
  let windowed: MadeKey;

  const spendOf = async (of: MadeKey): Promise<unknown> =>
    (await admin.call<{ readonly info: Row }>(`GET /key/info?key=${of.hash}`)).body.info['spend'];
  const spendOfTeam = async (): Promise<unknown> =>
    (await admin.call<{ readonly team_info: Row }>(`GET /team/info?team_id=${team}`)).body.team_info['spend'];
  const reset = (by?: string) =>
    admin.call('POST /global/spend/reset', { ...(by !== undefined && { key: by }), body: {} });
  const shownSpend = async (): Promise<unknown> => (await admin.call('GET /global/spend')).body['spend'];
  const summedSpend = async (): Promise<number> => {
    const days = (await admin.call<readonly { readonly spend: number }[]>('GET /global/spend/logs')).body;
    return days.reduce((total, { spend }) => total + spend, 0);
  };

  beforeAll(async () => {
    admin = await startAdmin();
    team = await admin.makeTeam();
    key = await admin.makeKey({ team_id: team });
    windowed = await admin.makeKey({ max_budget: 10, budget_duration: '1d' });
    const windows = [
      { scope: 'key', id: key.id, start: 0 },
      { scope: 'team', id: team, start: 0 },
    ];
    await admin.ship(completionRecord(admin.newId(), key, admin.clock.now(), { teamId: team, windows }));
    const today = Math.floor(admin.clock.now() / 86_400_000) * 86_400_000;
    await admin.spend(windowed.id, today, 3_000_000_000n);
    await admin.spend(windowed.id, today - 86_400_000, 5_000_000_000n);
  });
  afterAll(() => admin.close());

  it('is the master key’s alone: a proxy admin is refused in LiteLLM’s words, and nothing changes', async () => {
    const boss = await admin.makeAdminKey();
    const before = await admin.epoch();
    expect(await reset(boss.secret)).toMatchObject({
      status: 401,
      body: {
        error: { message: expect.stringContaining('which is only for MASTER KEY') as string },
      },
    });
    expect(await admin.epoch()).toBe(before);
    expect(await spendOf(key)).toBe(0.01);
  });

  it('brings the spend of every key and team to nothing by entries of the ledger, and leaves calls and reports', async () => {
    expect([await spendOf(key), await spendOf(windowed), await spendOfTeam()]).toEqual([0.01, 3, 0.01]);
    expect([await shownSpend(), await summedSpend()]).toEqual([0.01, 0.01]);
    expect(await reset()).toMatchObject({
      status: 200,
      body: { status: 'success', keys: 2, teams: 1, previous_spend: 3.02 },
    });
    expect([await spendOf(key), await spendOf(windowed), await spendOfTeam()]).toEqual([0, 0, 0]);
    const entry = { kind: 'reset', actor_id: 'default_user_id', reason: 'spend of all keys and teams reset' };
    expect(await admin.ledgerEntriesOf(key.id)).toEqual([{ ...entry, amount_nano: '-10000000' }]);
    expect(await admin.ledgerEntriesOf(team)).toEqual([{ ...entry, amount_nano: '-10000000' }]);
    expect(await admin.ledgerEntriesOf(windowed.id)).toEqual([{ ...entry, amount_nano: '-3000000000' }]);
    expect([await shownSpend(), await summedSpend()]).toEqual([0.01, 0.01]);
    expect((await admin.call<readonly object[]>(`GET /spend/logs?api_key=${key.hash}`)).body).toHaveLength(1);
    const { rows } = await admin.query<{ before: unknown; after: unknown }>(
      `SELECT before, after FROM tollgate.audit_entry WHERE resource = 'spend'`,
      [],
    );
    expect(rows).toEqual([{ before: { spendNano: '3020000000' }, after: { spendNano: '0', keys: 2, teams: 1 } }]);
  });

  it('where nothing was spent does nothing', async () => {
    const before = await admin.epoch();
    expect(await reset()).toMatchObject({ status: 200, body: { keys: 0, teams: 0, previous_spend: 0 } });
    expect(await admin.epoch()).toBe(before);
  });
});

describe('GET /spend/logs/ui/{request_id}', () => {
  let admin: TestAdmin;
  let owner: MadeKey & { readonly userId: string };
  let said: string;
  let silent: string;

  beforeAll(async () => {
    admin = await startAdmin();
    owner = await admin.makeUserKey('internal_user');
    [said, silent] = [admin.newId(), admin.newId()];
    const record = completionRecord(said, owner, admin.clock.now(), { userId: owner.userId, callId: 'my-call' });
    await admin.ship(record, completionRecord(silent, owner, admin.clock.now(), { userId: owner.userId }));
    const text = { requestId: said, receivedAt: record.receivedAt };
    const input = { messages: [{ role: 'user', content: 'Hello!' }], tools: [] };
    await admin.shipTexts(
      { ...text, audiences: ['log'], input, output: { role: 'assistant', content: 'Hi.' } },
      { ...text, audiences: ['langfuse'], input: 'for Langfuse', output: null },
    );
  });
  afterAll(() => admin.close());

  const read = (id: string, key?: string) => admin.call(`GET /spend/logs/ui/${id}`, key === undefined ? {} : { key });

  it('shows what was said in a call to who may read it, by any of its ids', async () => {
    const messages = [{ role: 'user', content: 'Hello!' }];
    for (const id of [said, 'my-call', `chatcmpl-${said}`])
      for (const key of [undefined, owner.secret])
        expect(await read(id, key)).toMatchObject({
          status: 200,
          body: {
            request_id: said,
            messages,
            response: { choices: [{ message: { role: 'assistant', content: 'Hi.' } }] },
            proxy_server_request: { model: 'priced', messages, tools: [] },
          },
        });
  });

  it('shows nothing of a call of which nothing was kept', async () => {
    expect(await read(silent)).toMatchObject({
      status: 200,
      body: { request_id: silent, messages: {}, response: {}, proxy_server_request: {} },
    });
  });

  it('is 404 for a call that is not there, and for one of somebody else alike', async () => {
    const stranger = await admin.makeUserKey('internal_user');
    const absent = admin.newId();
    const [foreign, none] = [await read(said, stranger.secret), await read(absent, stranger.secret)];
    expect([foreign.status, none.status]).toEqual([404, 404]);
    expect(JSON.stringify(foreign.body).replaceAll(said, absent)).toBe(JSON.stringify(none.body));
    expect((await read('a%00b')).status).toBe(422);
  });
});
