import type { JsonObject } from '@tollgate/kernel';
import { GatewayError, type Principal } from '@tollgate/canonical';
import type { BridgedContent, BridgedResponse } from './bridged-response.js';
import { BridgedResponses } from './bridged-responses.js';
import { BridgedResponseStore, type KeptTurn, type NamingResponse } from './bridged-response-store.port.js';
import type { Tenant } from './provider-object.js';

const DAY = 86_400_000;
const NOW = 1_700_000_000_000;
const MEBIBYTE = 1024 * 1024;
const owner = { keyId: 'k', teamId: 't' } as Principal;
const idOf = (number: number): string => `resp_${String(number).padStart(32, '0')}`;

class MemoryStore extends BridgedResponseStore {
  readonly rows = new Map<
    string,
    { readonly response: BridgedResponse; readonly content: string | undefined; readonly itemIds: readonly string[] }
  >();
  asked = 0;
  away = false;

  override async insert(
    response: BridgedResponse,
    content: string | undefined,
    itemIds: readonly string[],
  ): Promise<void> {
    this.ask();
    this.rows.set(response.publicId, { response, content, itemIds });
  }
  override async findNaming(tenant: Tenant, itemIds: readonly string[]): Promise<readonly NamingResponse[]> {
    this.ask();
    return [...this.rows.values()]
      .filter((row) => row.response.tenant.id === tenant.id && row.itemIds.some((id) => itemIds.includes(id)))
      .map(({ response, content = '' }) => ({ response, bytes: content.length }));
  }
  override async find(publicId: string): Promise<BridgedResponse | undefined> {
    this.ask();
    return this.rows.get(publicId)?.response;
  }
  override async readConversation(
    response: BridgedResponse,
    _now: number,
    turnsMax: number,
  ): Promise<readonly (KeptTurn | undefined)[]> {
    this.ask();
    const turns: (KeptTurn | undefined)[] = [];
    for (let id: string | undefined = response.publicId; id !== undefined && turns.length < turnsMax;) {
      const row = this.rows.get(id);
      if (row === undefined) break;
      const { publicId, provider } = row.response;
      const content = row.content === undefined ? undefined : (JSON.parse(row.content) as BridgedContent);
      turns.unshift(content && { publicId, provider, ...content });
      id = row.response.previousId;
    }
    return turns;
  }
  override async remove(publicId: string): Promise<void> {
    this.ask();
    this.rows.delete(publicId);
  }

  private ask(): void {
    this.asked += 1;
    if (this.away) throw new Error('connection refused');
  }
}

function open() {
  const store = new MemoryStore();
  const responses = new BridgedResponses(store, { now: () => NOW, monotonicMs: () => 0 });
  const keep = async (number: number, previous?: BridgedResponse, text = 'x'): Promise<BridgedResponse> => {
    const facts = { keyId: 'k', requestId: 'r', provider: 'p', deploymentId: 'd', modelRequested: 'm' };
    const input: readonly JsonObject[] = [{ text }];
    await responses.keep({ ...facts, publicId: idOf(number), principal: owner, previous }, { input, response: {} });
    const kept = await responses.find(owner, idOf(number));
    if (kept === undefined) throw new Error('nothing was written down');
    return kept;
  };
  return { store, responses, keep };
}

describe('the responses that the gateway keeps', () => {
  it('stay for thirty days, and belong to the tenant of their key', async () => {
    const { keep } = open();
    expect(await keep(1)).toMatchObject({
      tenant: { kind: 'team', id: 't' },
      createdAt: NOW,
      expiresAt: NOW + 30 * DAY,
      turns: 1,
      kept: true,
    });
  });

  it.each([
    [{ keyId: 'k', teamId: 'other' }],
    [{ keyId: 'k' }],
    [{ keyId: 'k', userId: 't' }],
    [{ keyId: 'k', teamId: 't', organizationId: 'o' }],
  ])('are not there for another tenant: %j', async (stranger) => {
    const { responses, keep } = open();
    await keep(1);
    expect(await responses.find(stranger as Principal, idOf(1))).toBeUndefined();
    expect(await responses.find({ ...owner, keyId: 'another key of the team' }, idOf(1))).toBeDefined();
  });

  it('are not looked for under what nobody was ever shown', async () => {
    const { responses, store } = open();
    for (const id of ['', 'resp_1', 'resp_provider-1', `${idOf(1)}0`, idOf(1).toUpperCase(), `msg_${'0'.repeat(32)}`])
      expect(await responses.find(owner, id)).toBeUndefined();
    expect(store.asked).toBe(0);
  });

  it('count their turns and their bytes, whatever they go on from', async () => {
    const { keep } = open();
    const first = await keep(1);
    const second = await keep(2, first);
    expect(second).toMatchObject({ previousId: idOf(1), turns: 2 });
    expect(second.conversationBytes).toBe(2 * first.conversationBytes);
  });

  it('are kept up to eight mebibytes each; of a larger one stands that it was too large', async () => {
    const { keep, store, responses } = open();
    expect((await keep(1, undefined, 'x'.repeat(8 * MEBIBYTE - 100))).kept).toBe(true);
    const large = await keep(2, undefined, 'x'.repeat(8 * MEBIBYTE));
    expect(large.kept).toBe(false);
    expect(store.rows.get(idOf(2))?.content).toBeUndefined();
    expect(await responses.read(large)).toBeUndefined();
  });

  it('are kept up to 32 mebibytes of a conversation, and up to 500 turns', async () => {
    const { keep } = open();
    const previous = await keep(1);
    const bytes = 32 * MEBIBYTE - previous.conversationBytes;
    expect((await keep(2, { ...previous, conversationBytes: bytes })).kept).toBe(true);
    expect((await keep(3, { ...previous, conversationBytes: bytes + 1 })).kept).toBe(false);
    expect((await keep(4, { ...previous, turns: 499 })).kept).toBe(true);
    expect((await keep(5, { ...previous, turns: 500 })).kept).toBe(false);
  });

  it('give a conversation whole or not at all', async () => {
    const { keep, responses } = open();
    const first = await keep(1, undefined, 'one');
    const second = await keep(2, first, 'two');
    const third = await keep(3, second, 'three');
    expect((await responses.readConversation(third))?.map(({ input }) => input)).toEqual([
      [{ text: 'one' }],
      [{ text: 'two' }],
      [{ text: 'three' }],
    ]);
    await responses.remove(second);
    expect(await responses.readConversation(third)).toBeUndefined();
    expect((await responses.read(third))?.publicId).toBe(idOf(3));
  });

  it('say that the store is away when it is', async () => {
    const { keep, responses, store } = open();
    const kept = await keep(1);
    store.away = true;
    for (const asked of [
      responses.find(owner, idOf(1)),
      responses.read(kept),
      responses.readConversation(kept),
      responses.remove(kept),
    ])
      await expect(asked).rejects.toMatchObject({ constructor: GatewayError, code: 'store_unavailable' });
  });
});
