import type { BridgedContent, BridgedResponse } from '@tollgate/dispatch';
import { PgBridgedResponseStore, PgLedgerMaintenance, SealedBox } from '@tollgate/persistence';
import { NOON } from './support/build-record.js';
import { LedgerHarness } from './support/ledger-harness.js';

const DAY = 86_400_000;
const KEY = '0197f0a0-0000-7000-8000-0000000000b1';

const build = (number: number, more: Partial<BridgedResponse> = {}): BridgedResponse => ({
  publicId: `resp_${String(number).padStart(32, '0')}`,
  tenant: { kind: 'team', id: 'team-1' },
  keyId: KEY,
  requestId: KEY,
  provider: 'anthropic',
  deploymentId: 'd',
  modelRequested: 'claude',
  turns: 1,
  conversationBytes: 100,
  kept: true,
  createdAt: NOON,
  expiresAt: NOON + DAY,
  ...more,
});

const said = (text: string): BridgedContent => ({
  input: [{ id: 'msg_1', type: 'message', role: 'user', content: [{ type: 'input_text', text }] }],
  response: { id: 'resp', output: [{ id: 'msg_2', type: 'message', role: 'assistant', content: [] }] },
});

describe('the table of the responses that the gateway keeps', () => {
  let ledger: LedgerHarness;
  let store: PgBridgedResponseStore;

  beforeAll(async () => {
    ledger = await LedgerHarness.start();
    store = new PgBridgedResponseStore(ledger.database, new SealedBox('salt-of-the-operator'));
  });
  afterAll(() => ledger.stop());
  beforeEach(() => ledger.rows('TRUNCATE tollgate.bridged_response'));

  const insert = (response: BridgedResponse, text: string): Promise<void> =>
    store.insert(response, JSON.stringify(said(text)), [`msg_${text}`]);
  const conversation = async (response: BridgedResponse, turnsMax = 500): Promise<readonly (string | undefined)[]> =>
    (await store.readConversation(response, NOON, turnsMax)).map((turn) => turn?.publicId);
  /** Three turns of one conversation. */
  const threeTurns = async (): Promise<readonly [BridgedResponse, BridgedResponse, BridgedResponse]> => {
    const one = build(1);
    const two = build(2, { previousId: one.publicId, turns: 2 });
    const last = build(3, { previousId: two.publicId, turns: 3 });
    await insert(one, 'one');
    await insert(two, 'two');
    await insert(last, 'three');
    return [one, two, last];
  };

  it('gives back what was written, and nothing under an id that nobody was shown', async () => {
    const response = build(1, { previousId: 'resp_before', tenant: { kind: 'key', id: KEY }, turns: 7 });
    await insert(response, 'Hello');
    expect(await store.find(response.publicId, NOON)).toEqual(response);
    expect(await store.readConversation(response, NOON, 1)).toEqual([
      { publicId: response.publicId, provider: 'anthropic', ...said('Hello') },
    ]);
    expect(await store.find('resp_other', NOON)).toBeUndefined();
  });

  it('gives back numbers that no double holds', async () => {
    const response = build(1);
    await store.insert(response, '{"input":[],"response":{"n":12345678901234567890}}', []);
    const [turn] = await store.readConversation(response, NOON, 1);
    expect(JSON.stringify(turn?.response)).toBe('{"n":12345678901234567890}');
  });

  it('holds no word of what was said in the clear', async () => {
    await insert(build(1), 'my secret diagnosis');
    const [row] = await ledger.rows<{ content: Buffer; text: string }>(
      `SELECT content, bridged_response::text AS text FROM tollgate.bridged_response`,
    );
    expect(row?.content.includes('diagnosis')).toBe(false);
    expect(row?.content.includes('input_text')).toBe(false);
    expect(Buffer.from(row?.text.match(/\\x([0-9a-f]+)/)?.[1] ?? '', 'hex').includes('diagnosis')).toBe(false);
  });

  it('gives the turns of a conversation in their order, the last ones where fewer are asked for', async () => {
    const [one, two, last] = await threeTurns();
    expect(await conversation(last)).toEqual([one.publicId, two.publicId, last.publicId]);
    expect(await conversation(two)).toEqual([one.publicId, two.publicId]);
    expect(await conversation(last, 2)).toEqual([two.publicId, last.publicId]);
  });

  it('ends where a turn was deleted, has expired, or is another tenant’s', async () => {
    const [one, two, last] = await threeTurns();
    await ledger.rows(`UPDATE tollgate.bridged_response SET tenant_id = 'team-2' WHERE public_id = $1`, [one.publicId]);
    expect(await conversation(last)).toEqual([two.publicId, last.publicId]);
    await store.remove(two.publicId);
    await store.remove(two.publicId);
    expect(await conversation(last)).toEqual([last.publicId]);
    expect(await store.readConversation(last, NOON + DAY, 500)).toEqual([]);
    expect(await store.find(last.publicId, NOON + DAY)).toBeUndefined();
  });

  it('does not go in circles', async () => {
    const [one, , last] = await threeTurns();
    await ledger.rows('UPDATE tollgate.bridged_response SET previous_id = $1 WHERE public_id = $2', [
      last.publicId,
      one.publicId,
    ]);
    expect(await conversation(last, 7)).toHaveLength(7);
  });

  it('reads nothing that was written with another secret, or that was moved to another row or tenant', async () => {
    const response = build(1);
    await insert(response, 'one');
    const other = new PgBridgedResponseStore(ledger.database, new SealedBox('another salt'));
    expect(await other.readConversation(response, NOON, 1)).toEqual([undefined]);
    await ledger.rows(`UPDATE tollgate.bridged_response SET tenant_id = 'team-2'`);
    expect(await store.readConversation(response, NOON, 1)).toEqual([undefined]);
  });

  it('says of one that was too large that it is not kept', async () => {
    const response = build(1, { kept: false });
    await store.insert(response, undefined, ['msg_large']);
    expect(await store.find(response.publicId, NOON)).toEqual(response);
    expect(await store.readConversation(response, NOON, 1)).toEqual([undefined]);
    expect(await store.findNaming(response.tenant, ['msg_large'], NOON)).toEqual([]);
  });

  it('is found by the items of its answer, by its tenant alone and as long as it lasts', async () => {
    const [one, , three] = await threeTurns();
    const naming = async (ids: readonly string[], tenant = one.tenant, now = NOON): Promise<readonly string[]> =>
      (await store.findNaming(tenant, ids, now)).map(({ response }) => response.publicId);
    expect(await naming(['msg_three', 'msg_one', 'msg_none'])).toEqual([one.publicId, three.publicId]);
    expect(await naming(['msg_none'])).toEqual([]);
    expect(await naming(['msg_one'], { ...one.tenant, id: 'another' })).toEqual([]);
    expect(await naming(['msg_one'], one.tenant, one.expiresAt)).toEqual([]);
    const [found] = await store.findNaming(one.tenant, ['msg_one'], NOON);
    expect(found?.response).toEqual(one);
    expect(found?.bytes).toBeGreaterThan(100);
  });

  it('loses what has expired, however much that is, and nothing else', async () => {
    await ledger.rows(
      `INSERT INTO tollgate.bridged_response SELECT 'resp_' || n, 'team', 't', $1::uuid, $1::uuid, 'p', 'd', 'm', NULL, 1, 1, NULL, $2, $2
       FROM generate_series(1, 450) AS n`,
      [KEY, new Date(NOON).toISOString()],
    );
    await insert(build(1), 'still there');
    await new PgLedgerMaintenance(ledger.database).dropExpiredResponses(NOON);
    expect(await ledger.rows('SELECT public_id FROM tollgate.bridged_response')).toEqual([
      { public_id: build(1).publicId },
    ]);
  });
});
