import type { JsonObject } from '@tollgate/kernel';
import type { Deployment, GatewaySettings } from '@tollgate/canonical';
import type { BridgedResponse, KeptTurn, ProviderObject } from '@tollgate/dispatch';
import { inputItems, openaiResponsesClient } from '@tollgate/formats';
import { ByteBudget } from '../http/byte-budget.js';
import { continueConversation } from './continue-conversation.js';

const PREVIOUS: BridgedResponse = {
  publicId: 'resp_previous',
  tenant: { kind: 'key', id: 'k' },
  keyId: 'k',
  requestId: 'r',
  provider: 'anthropic',
  deploymentId: 'a1',
  modelRequested: 'asked-before',
  turns: 1,
  conversationBytes: 100,
  kept: true,
  createdAt: 0,
  expiresAt: 1,
};
const user = (text: string): JsonObject => ({ type: 'message', role: 'user', content: text });
const thought = (seal: string): JsonObject => ({ type: 'reasoning', summary: [], encrypted_content: seal });
const turn = (provider: string, seal: string): KeptTurn => ({
  publicId: 'resp_previous',
  provider,
  input: [user('before')],
  response: { output: [thought(seal)] },
});

const deployment = (id: string, provider: string, target: Partial<Deployment['target']> = {}): Deployment =>
  ({ id, provider, target }) as Deployment;
const CLAUDE = deployment('a1', 'anthropic');
const CLAUDE_TOO = deployment('a2', 'anthropic');
const GROQ = deployment('g1', 'groq');
const NATIVE = deployment('o1', 'openai', { servesResponses: true });
const OVER_CHAT = deployment('o2', 'openai', { servesResponses: true, upstreamOperation: 'chat' });

interface Given {
  readonly deployments?: readonly Deployment[];
  readonly body?: JsonObject;
  readonly previous?: BridgedResponse | undefined;
  readonly turns?: readonly KeptTurn[] | undefined;
  readonly atProvider?: boolean;
  readonly settings?: Partial<GatewaySettings>;
  readonly roomBytes?: number;
}

function open(given: Given = {}) {
  const { deployments = [CLAUDE], body = {}, atProvider = false, settings = {}, roomBytes = 1_000 } = given;
  const previous = 'previous' in given ? given.previous : PREVIOUS;
  const turns = 'turns' in given ? given.turns : [turn('anthropic', 'seal')];
  const decoded = openaiResponsesClient.decodeRequest({
    body: { model: 'm', input: 'now', previous_response_id: 'resp_previous', ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const asked: string[] = [];
  const byteBudget = new ByteBudget(roomBytes);
  const parts = {
    byteBudget,
    objects: {
      find: async () => {
        asked.push('provider objects');
        return atProvider ? ({} as ProviderObject) : undefined;
      },
    },
    bridged: {
      find: async () => {
        asked.push('kept here');
        return previous;
      },
      readConversation: async () => turns,
    },
  } as unknown as Parameters<typeof continueConversation>[0];
  const run = () =>
    continueConversation(parts, {
      principal: { keyId: 'k' },
      snapshot: { settings },
      request: decoded.value,
      grant: { model: { name: 'm', deployments } },
    } as unknown as Parameters<typeof continueConversation>[1]);
  return { run, asked, byteBudget };
}

describe('a request that goes on from what the gateway keeps', () => {
  it('asks no store where it goes on from nothing', async () => {
    const { run, asked } = open({ body: { previous_response_id: null } });
    expect(await run()).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('has the conversation before its input, and no id', async () => {
    const continued = await open().run();
    expect(continued?.request.extra).not.toHaveProperty('previous_response_id');
    expect(continued && inputItems(continued.request)).toEqual([user('before'), thought('seal'), user('now')]);
    expect(continued?.conversation).toMatchObject({ previous: PREVIOUS, items: 2 });
  });

  it('stays with the provider that made it, at any of its deployments', async () => {
    const continued = await open({ deployments: [GROQ, CLAUDE_TOO, NATIVE, CLAUDE] }).run();
    expect(continued?.grant.model.deployments).toEqual([CLAUDE_TOO, CLAUDE]);
  });

  it('goes to others that are asked over chat where its provider is none of the model’s, without the seals they cannot open', async () => {
    const continued = await open({ deployments: [GROQ, NATIVE, OVER_CHAT] }).run();
    expect(continued?.grant.model.deployments).toEqual([GROQ, OVER_CHAT]);
    expect(continued && inputItems(continued.request)).toEqual([
      user('before'),
      { type: 'reasoning', summary: [] },
      user('now'),
    ]);
  });

  it('shows a provider the seals of its own turns alone', async () => {
    const turns = [turn('gemini', 'theirs'), turn('anthropic', 'own')];
    const continued = await open({ turns }).run();
    const seals = continued && inputItems(continued.request).map((item) => item['encrypted_content']);
    expect(seals).toEqual([undefined, undefined, undefined, 'own', undefined]);
  });

  it('leaves alone what a provider keeps, which it asks for first where one of the model’s does', async () => {
    const known = open({ deployments: [NATIVE, CLAUDE], atProvider: true });
    expect(await known.run()).toBeUndefined();
    expect(known.asked).toEqual(['provider objects']);
    const unknown = open({ deployments: [NATIVE, CLAUDE] });
    expect(await unknown.run()).toBeDefined();
    const bridgedAlone = open();
    await bridgedAlone.run();
    expect(bridgedAlone.asked).toEqual(['kept here']);
  });

  it('leaves alone what nobody keeps for the caller', async () => {
    expect(await open({ previous: undefined }).run()).toBeUndefined();
  });

  it.each<[string, Given, RegExp]>([
    ['of a model that keeps its own', { deployments: [NATIVE] }, /Ask 'asked-before'/],
    ['that was too large', { previous: { ...PREVIOUS, kept: false } }, /too large/],
    ['with a turn that is gone', { turns: undefined }, /was deleted, has expired/],
    ['where the operator keeps nothing', { settings: { keepsNoResponses: true } }, /set up not to keep them/],
    ['with a result of no call', { body: { input: [{ type: 'function_call_output', call_id: 'c' }] } }, /No tool call/],
  ])('is refused %s, and holds no memory then', async (_case, given, message) => {
    const { run, byteBudget } = open(given);
    await expect(run()).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringMatching(message) });
    expect(byteBudget.usedBytes).toBe(0);
  });

  it('is left to its provider where the operator keeps nothing and one of the model’s does', async () => {
    const { run, asked } = open({ settings: { keepsNoResponses: true }, deployments: [NATIVE, CLAUDE] });
    expect(await run()).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('counts against the memory of the process until it ends, and is turned away where there is none', async () => {
    const { run, byteBudget } = open({ roomBytes: 500 });
    const continued = await run();
    expect(byteBudget.usedBytes).toBe(500);
    continued?.conversation.release();
    expect(byteBudget.usedBytes).toBe(0);
    await expect(open({ roomBytes: 499 }).run()).rejects.toMatchObject({ code: 'overloaded' });
  });
});
