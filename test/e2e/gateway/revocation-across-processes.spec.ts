import { setTimeout } from 'node:timers/promises';
import { callGateway, createKey, Gateway, openCall, waitFor } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import {
  createMigratedDatabase,
  TcpProxy,
  type TestDatabase,
  TransactionPooler,
} from '../../support/services/index.js';
import { Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const [MODEL, OTHER] = ['gpt-4o-seen', 'gpt-4o-seen-too'];
const PRICE = { inputNano: 1_000n, outputNano: 2_000n };
const MASTER_KEY = 'sk-master-of-several-processes-0123456789';
/** A change is seen by every process within a second (edge-and-authority 2). */
const SEEN_MS = 1_000;
/** Several polls of a gateway fail meanwhile. */
const AWAY_MS = 2_000;
const START_MS = 240_000;

/** Key and team of one test. */
interface Held {
  readonly key: string;
  readonly team_id: string;
}

interface Change {
  readonly route: string;
  readonly body: (held: Held) => object;
  /** What the gateway answers to a call with the key before, and then. */
  readonly before: number;
  readonly after: number;
}

const CHANGES: readonly (readonly [string, Change])[] = [
  ['a key is blocked', { route: 'POST /key/block', body: ({ key }) => ({ key }), before: 200, after: 401 }],
  ['a key is deleted', { route: 'POST /key/delete', body: ({ key }) => ({ keys: [key] }), before: 200, after: 401 }],
  [
    'a key loses the model',
    { route: 'POST /key/update', body: ({ key }) => ({ key, models: [OTHER] }), before: 200, after: 403 },
  ],
  [
    'a key gets another secret',
    { route: 'POST /key/regenerate', body: ({ key }) => ({ key }), before: 200, after: 401 },
  ],
  ['a team is blocked', { route: 'POST /team/block', body: ({ team_id }) => ({ team_id }), before: 200, after: 401 }],
  [
    'a team loses the model',
    { route: 'POST /team/update', body: ({ team_id }) => ({ team_id, models: [OTHER] }), before: 200, after: 403 },
  ],
];

describe.each(['directly', 'behind a transaction pooler'])('what one process changes, the others (%s)', (how) => {
  let pooler: TransactionPooler | undefined;
  let database: TestDatabase;
  let proxy: TcpProxy;
  let gateway: Gateway;
  let admin: Gateway;
  let otherAdmin: Gateway;
  const measured: string[] = [];

  beforeAll(async () => {
    database = await createMigratedDatabase();
    pooler = how === 'directly' ? undefined : await TransactionPooler.start(database.url);
    const databaseUrl = pooler?.url ?? database.url;
    proxy = await TcpProxy.start(databaseUrl);
    const config = buildConfig([MODEL, OTHER].map((model) => buildChatModel(upstream, model, PRICE)));
    const options = { config, masterKey: MASTER_KEY };
    gateway = await Gateway.start({ ...options, args: ['gateway'], databaseUrl: proxy.url });
    [admin, otherAdmin] = await Promise.all([
      Gateway.start({ ...options, args: ['admin'], databaseUrl }),
      Gateway.start({ ...options, args: ['admin'], databaseUrl }),
    ]);
    for (const model of [MODEL, OTHER])
      upstream.on(model, (request) => speakChat(request, { outputTokens: 1, promptTokens: 1 }));
  }, START_MS);
  afterAll(async () => {
    if (pooler !== undefined) measured.push(`${String(pooler.discarded)} sessions were emptied by the pooler`);
    process.stdout.write(`${measured.join('\n')}\n`);
    await Promise.all([gateway.dispose(), admin.dispose(), otherAdmin.dispose()]);
    await proxy.close();
    await pooler?.close();
    await database.drop();
  }, START_MS);

  const hold = async (): Promise<Held> => {
    const team = await callGateway<{ team_id: string }>(admin, 'POST /team/new', { body: {} });
    const { team_id } = team.body;
    return { team_id, key: (await createKey(admin, { team_id })).key };
  };
  const call = async ({ key }: Held): Promise<number> => {
    const body = { model: MODEL, messages: [{ role: 'user', content: 'Hello!' }] };
    return (await callGateway(gateway, 'POST /v1/chat/completions', { key, body })).status;
  };
  const readOwn = async (at: Gateway, { key }: Held): Promise<number> =>
    (await callGateway(at, 'GET /key/info', { key })).status;
  const change = async ({ route, body }: Change, held: Held): Promise<number> => {
    const answer = await callGateway(admin, route, { body: body(held) });
    expect(answer.status).toBe(200);
    return performance.now();
  };
  const seen = async (what: string, from: number, check: () => Promise<boolean>): Promise<void> => {
    await waitFor(what, check);
    const ms = performance.now() - from;
    measured.push(`${what} (${how}): seen after ${ms.toFixed(0)} ms`);
    expect(ms).toBeLessThan(SEEN_MS);
  };

  it.each(CHANGES)('%s: see within a second, a gateway and another admin', async (name, changed) => {
    const held = await hold();
    expect(await call(held)).toBe(changed.before);
    expect(await readOwn(otherAdmin, held)).toBe(200);
    const at = await change(changed, held);
    const isRefused = changed.after === 401;
    await Promise.all([
      seen(`${name}, by the gateway`, at, async () => (await call(held)) === changed.after),
      ...(isRefused
        ? [seen(`${name}, by the other admin`, at, async () => (await readOwn(otherAdmin, held)) === 401)]
        : []),
    ]);
  });

  it.each(CHANGES.slice(0, 2))('%s: end a stream that is open at a gateway within a second', async (name, changed) => {
    const gate = new Gate();
    upstream.on(MODEL, (request) =>
      speakChat(request, { outputTokens: 50, promptTokens: 1, gate: (index) => (index < 3 ? undefined : gate.opened) }),
    );
    const held = await hold();
    const body = { model: MODEL, messages: [{ role: 'user', content: 'Hello!' }], stream: true };
    const stream = await openCall(gateway, 'POST /v1/chat/completions', { key: held.key, body });
    const reader = stream.body?.getReader();
    await reader?.read();
    const at = await change(changed, held);
    await seen(`${name}, by an open stream`, at, async () => {
      await readToEnd(reader);
      return true;
    });
    gate.open();
    upstream.on(MODEL, (request) => speakChat(request, { outputTokens: 1, promptTokens: 1 }));
  });

  it('see as soon as they hear from the database again, where they could not for a while', async () => {
    const held = await hold();
    expect(await call(held)).toBe(200);
    proxy.cut();
    await change(CHANGES[0]?.[1] ?? fail(), held);
    // it goes on with what it knows: a gateway that stopped with each hiccup of its database would be of no use
    for (const end = performance.now() + AWAY_MS; performance.now() < end; await setTimeout(50))
      expect(await call(held)).toBe(200);
    proxy.restore();
    await seen(
      'a key is blocked while the polls fail, by the gateway',
      performance.now(),
      async () => (await call(held)) === 401,
    );
  });
});

function fail(): never {
  throw new Error('there is a change');
}

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  try {
    while ((await reader?.read())?.done === false);
  } catch {
    // it was cut off
  }
}
