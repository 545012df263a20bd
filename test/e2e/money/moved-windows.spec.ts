import { randomUUID } from 'node:crypto';
import { askAdmin, callGateway, createKey, describeAtBothEnds, waitFor } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const MODEL = 'gpt-4o-moved-windows';
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
const dollars = (calls: bigint): number => Number(calls * COST_NANO) / 1e9;
const BUDGET = { max_budget: dollars(2n), budget_duration: '30d' };

type Admin = { readonly url: string; readonly masterKey: string };

/** A caller under a budget that pays for two calls in thirty days, and how its windows are moved. */
interface Held {
  readonly key: string;
  readonly said?: object;
  readonly move: (window: object) => Promise<unknown>;
}

const patch = async (gateway: Admin, route: string, body: object): Promise<void> => {
  expect(await callGateway(gateway, route, { body })).toMatchObject({ status: 200 });
};

async function memberOf(gateway: Admin, budget: object): Promise<{ readonly key: string; readonly ids: object }> {
  const { team_id } = await askAdmin(gateway, 'POST /team/new', {});
  const user_id = `member-${randomUUID()}`;
  await askAdmin(gateway, 'POST /team/member_add', { team_id, member: { role: 'user', user_id }, ...budget });
  return { key: (await createKey(gateway, { team_id, user_id })).key, ids: { team_id, user_id } };
}

const HOLDERS: Readonly<Record<string, (gateway: Admin) => Promise<Held>>> = {
  key: async (gateway) => {
    const { key } = await createKey(gateway, BUDGET);
    return { key, move: (window) => askAdmin(gateway, 'POST /key/update', { key, ...window }) };
  },
  user: async (gateway) => {
    const { user_id } = await askAdmin(gateway, 'POST /user/new', { ...BUDGET, auto_create_key: false });
    const { key } = await createKey(gateway, { user_id });
    return { key, move: (window) => askAdmin(gateway, 'POST /user/update', { user_id, ...window }) };
  },
  team: async (gateway) => {
    const { team_id } = await askAdmin(gateway, 'POST /team/new', BUDGET);
    const { key } = await createKey(gateway, { team_id });
    return { key, move: (window) => askAdmin(gateway, 'POST /team/update', { team_id, ...window }) };
  },
  'member of a team': async (gateway) => {
    const { budget_duration, max_budget } = BUDGET;
    const { key, ids } = await memberOf(gateway, { budget_duration, max_budget_in_team: max_budget });
    return { key, move: (window) => askAdmin(gateway, 'POST /team/member_update', { ...ids, ...window }) };
  },
  'member of a team by a budget with an id': async (gateway) => {
    const { budget_id } = await askAdmin(gateway, 'POST /budget/new', BUDGET);
    const { key } = await memberOf(gateway, { budget_id });
    return { key, move: (window) => askAdmin(gateway, 'POST /budget/update', { budget_id, ...window }) };
  },
  organization: async (gateway) => {
    const { organization_id } = await askAdmin(gateway, 'POST /organization/new', {
      organization_alias: 'o',
      ...BUDGET,
    });
    const { key } = await createKey(gateway, { organization_id });
    return { key, move: (window) => patch(gateway, 'PATCH /organization/update', { organization_id, ...window }) };
  },
  'member of an organization': async (gateway) => {
    const { organization_id } = await askAdmin(gateway, 'POST /organization/new', { organization_alias: 'o' });
    const { user_id } = await askAdmin(gateway, 'POST /user/new', { auto_create_key: false });
    await askAdmin(gateway, 'POST /organization/member_add', {
      organization_id,
      member: { role: 'internal_user', user_id },
      max_budget_in_organization: BUDGET.max_budget,
    });
    const { key } = await createKey(gateway, { organization_id, user_id });
    const move = (window: object) =>
      patch(gateway, 'PATCH /organization/member_update', { organization_id, user_id, ...window });
    await move({ budget_duration: BUDGET.budget_duration });
    return { key, move };
  },
  project: async (gateway) => {
    const { team_id } = await askAdmin(gateway, 'POST /team/new', {});
    const { project_id } = await askAdmin(gateway, 'POST /project/new', { team_id, ...BUDGET });
    const { key } = await createKey(gateway, { team_id, project_id });
    return { key, move: (window) => askAdmin(gateway, 'POST /project/update', { project_id, ...window }) };
  },
  customer: async (gateway) => {
    const user = `customer-${randomUUID()}`;
    await askAdmin(gateway, 'POST /customer/new', { user_id: user, ...BUDGET });
    const { key } = await createKey(gateway, {});
    const move = (window: object) => askAdmin(gateway, 'POST /customer/update', { user_id: user, ...window });
    return { key, said: { user }, move };
  },
  tag: async (gateway) => {
    const name = `tag-${randomUUID()}`;
    await askAdmin(gateway, 'POST /tag/new', { name, ...BUDGET });
    const { key } = await createKey(gateway, {});
    const move = (window: object) => askAdmin(gateway, 'POST /tag/update', { name, ...window });
    return { key, said: { metadata: { tags: [name] } }, move };
  },
  'model of a key': async (gateway) => {
    const budgetOf = ({ budget_duration: time_period }: { readonly budget_duration?: string | null }) => ({
      model_max_budget: { [MODEL]: { budget_limit: BUDGET.max_budget, ...(time_period != null && { time_period }) } },
    });
    const { key } = await createKey(gateway, budgetOf(BUDGET));
    return { key, move: (window) => askAdmin(gateway, 'POST /key/update', { key, ...budgetOf(window) }) };
  },
};

/** Each opens another window, now. */
const MOVES: readonly (() => object)[] = [
  () => ({ budget_duration: '30d', budget_anchor: now() }),
  () => ({ budget_duration: '30d', budget_anchor: now() }),
  () => ({ budget_duration: '29d', budget_anchor: now() }),
  () => ({ budget_duration: '30d', budget_anchor: now(), budget_time_zone: 'Asia/Tokyo' }),
  () => ({ budget_duration: null }),
  () => ({ budget_duration: '2h', budget_anchor: now() }),
];

function now(): string {
  return new Date().toISOString();
}

describeAtBothEnds(
  'the windows of a budget, moved',
  () => ({ config: buildConfig([buildChatModel(upstream, MODEL, PRICE)]) }),
  (gateway) => {
    beforeEach(() => {
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
    });

    const holderOf = async (name: string): Promise<Held & { readonly ask: () => Promise<number> }> => {
      const held = await HOLDERS[name]?.(gateway());
      if (held === undefined) throw new Error(`no holder ${name}`);
      const ask = async (): Promise<number> => {
        const body = { model: MODEL, messages, max_tokens: OUTPUT_TOKENS, ...held.said };
        return (await callGateway(gateway(), 'POST /v1/chat/completions', { key: held.key, body })).status;
      };
      return { ...held, ask };
    };

    it.each(Object.keys(HOLDERS))('of a %s have what the ledger has not heard of yet', async (name) => {
      const { ask, move } = await holderOf(name);
      expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 422]);
      for (const next of MOVES) {
        await move(next());
        expect(await ask()).toBe(422);
      }
    });

    const named = {
      customer: (name: string) => ({
        said: { user: name },
        make: { route: 'POST /customer/new', body: { user_id: name } },
      }),
      tag: (name: string) => ({
        said: { metadata: { tags: [name] } },
        make: { route: 'POST /tag/new', body: { name } },
      }),
    } as const;

    it.each(['customer', 'tag'] as const)('of a %s that is made after it was spent under have that', async (kind) => {
      const { said, make } = named[kind](`${kind}-${randomUUID()}`);
      const { key } = await createKey(gateway(), {});
      const body = { model: MODEL, messages, max_tokens: OUTPUT_TOKENS, ...said };
      const ask = async () => (await callGateway(gateway(), 'POST /v1/chat/completions', { key, body })).status;
      expect([await ask(), await ask()]).toEqual([200, 200]);
      await askAdmin(gateway(), make.route, { ...make.body, ...BUDGET });
      expect(await ask()).toBe(422);
    });

    it.each(Object.keys(HOLDERS))('of a %s are never more than one budget', async (name) => {
      const held = await holderOf(name);
      const { ask } = held;
      const spent = async (): Promise<number> => {
        const route = `GET /key/info?key=${held.key}`;
        return (await callGateway<{ info: { total_spend?: number; spend: number } }>(gateway(), route)).body.info.spend;
      };
      expect(await ask()).toBe(200);
      await waitFor('the ledger to hold the first', async () => (await spent()) === dollars(1n));
      await held.move(MOVES[0]?.() ?? {});
      expect(await ask()).toBe(200);
      expect(await ask()).toBe(422);
      await waitFor('the ledger to hold the second', async () => (await spent()) === dollars(2n));
      for (const move of MOVES) {
        await held.move(move());
        expect(await ask()).toBe(422);
      }
    });
  },
);
