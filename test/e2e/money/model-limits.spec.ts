import { randomUUID } from 'node:crypto';
import {
  askAdmin,
  callGateway,
  createKey,
  describeAtBothEnds,
  waitFor,
  waitForRoomInMinute,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const [LIMITED, OTHER] = ['gpt-4o-of-its-own', 'gpt-4o-beside'] as const;
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
const dollars = (calls: bigint): number => Number(calls * COST_NANO) / 1e9;

type Admin = { readonly url: string; readonly masterKey: string };

/** Who calls: a key, and the customer or tag that it names. */
interface Caller {
  readonly key: string;
  readonly says?: object;
}

const unique = (what: string): string => `${what}-${randomUUID()}`;
const inTeam = async (gateway: Admin, limits: object): Promise<string> => {
  const { team_id } = await askAdmin(gateway, 'POST /team/new', {});
  const { user_id } = await askAdmin(gateway, 'POST /user/new', { auto_create_key: false });
  await askAdmin(gateway, 'POST /team/member_add', { team_id, member: { role: 'user', user_id } });
  await askAdmin(gateway, 'POST /team/member_update', { team_id, user_id, ...limits });
  return (await createKey(gateway, { team_id, user_id })).key;
};
const inProject = async (gateway: Admin, limits: object): Promise<string> => {
  const { team_id } = await askAdmin(gateway, 'POST /team/new', {});
  const { project_id } = await askAdmin(gateway, 'POST /project/new', { team_id, project_alias: 'p', ...limits });
  return (await createKey(gateway, { team_id, project_id })).key;
};

/** Who holds limits for one model, of its own or by a budget's id, and calls that they count for. */
const HOLDERS = {
  key: async (gateway: Admin, limits: object) => ({ key: (await createKey(gateway, { ...limits })).key }),
  team: async (gateway: Admin, limits: object) => {
    const { team_id } = await askAdmin(gateway, 'POST /team/new', limits);
    return { key: (await createKey(gateway, { team_id })).key };
  },
  user: async (gateway: Admin, limits: object) => {
    const { user_id } = await askAdmin(gateway, 'POST /user/new', { ...limits, auto_create_key: false });
    return { key: (await createKey(gateway, { user_id })).key };
  },
  member: async (gateway: Admin, limits: object) => ({ key: await inTeam(gateway, limits) }),
  project: async (gateway: Admin, limits: object) => ({ key: await inProject(gateway, limits) }),
  organization: async (gateway: Admin, limits: object) => {
    const organization = { organization_alias: 'o', models: [], ...limits };
    const { organization_id } = await askAdmin(gateway, 'POST /organization/new', organization);
    return { key: (await createKey(gateway, { organization_id })).key };
  },
  customer: async (gateway: Admin, limits: object) => {
    const user = unique('customer');
    await askAdmin(gateway, 'POST /customer/new', { user_id: user, ...limits });
    return { key: (await createKey(gateway, {})).key, says: { user } };
  },
  tag: async (gateway: Admin, limits: object) => {
    const tag = unique('tag');
    await askAdmin(gateway, 'POST /tag/new', { name: tag, ...limits });
    return { key: (await createKey(gateway, {})).key, says: { metadata: { tags: [tag] } } };
  },
} as const satisfies Readonly<Record<string, (gateway: Admin, limits: object) => Promise<Caller>>>;

type Holder = keyof typeof HOLDERS;
const NAMES = Object.keys(HOLDERS) as Holder[];
/** Who takes `model_rpm_limit`. */
const RATED: readonly Holder[] = ['key', 'user', 'team', 'project', 'organization'];
const BY_ID = NAMES.filter((name) => name !== 'user' && name !== 'team');

describeAtBothEnds(
  'a limit of one model',
  () => ({
    config: buildConfig([
      buildChatModel(upstream, LIMITED, PRICE),
      buildChatModel(upstream, OTHER, PRICE),
      { ...buildChatModel(upstream, '*', PRICE), model_name: 'openai/*' },
    ]),
  }),
  (gateway) => {
    beforeEach(async () => {
      await waitForRoomInMinute();
      for (const model of [LIMITED, OTHER])
        upstream.on(model, (request) =>
          speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
        );
    });

    const ask = ({ key, says = {} }: Caller, model: string) =>
      callGateway(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model, messages, max_tokens: OUTPUT_TOKENS, ...says },
      });
    const statuses = async (key: Caller, model: string, times: number): Promise<readonly number[]> =>
      (await Promise.all(Array.from({ length: times }, () => ask(key, model)))).map(({ status }) => status).sort();

    const money = (): object => ({
      model_max_budget: { [LIMITED]: { budget_limit: dollars(5n), time_period: '1d' } },
    });
    /** Of many calls at once as many as the budget pays for, and other models go on. */
    const holds = async (caller: Caller): Promise<void> => {
      const answers = await Promise.all(Array.from({ length: 60 }, () => ask(caller, LIMITED)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]));
      expect(await statuses(caller, OTHER, 5)).toEqual([200, 200, 200, 200, 200]);
      const refused = await ask(caller, LIMITED);
      expect(refused.text).toContain(LIMITED);
      expect(refused.text).toContain('budget_exceeded');
    };

    it.each(NAMES)('in money of a %s: as many calls as it pays for, and other models go on', async (name) => {
      await holds(await HOLDERS[name](gateway(), money()));
    });

    it('in money binds the model with its provider too, as a wildcard serves it', async () => {
      const caller = await HOLDERS.key(gateway(), money());
      const answers = await statuses(caller, `openai/${LIMITED}`, 30);
      expect(answers.filter((status) => status === 200)).toHaveLength(5);
      expect(await statuses(caller, LIMITED, 2)).toEqual([422, 422]);
      expect(await statuses(caller, `openai/${OTHER}`, 2)).toEqual([200, 200]);
    });

    it.each(BY_ID)('in money of a budget by id, for a %s that is linked to it', async (name) => {
      const { budget_id } = await askAdmin(gateway(), 'POST /budget/new', money());
      await holds(await HOLDERS[name](gateway(), { budget_id }));
    });

    it('in money of a budget by id counts what its holders had spent before it was set', async () => {
      const { budget_id } = await askAdmin(gateway(), 'POST /budget/new', {});
      const callers = [
        await HOLDERS.customer(gateway(), { budget_id }),
        await HOLDERS.tag(gateway(), { budget_id }),
        await HOLDERS.member(gateway(), { budget_id }),
      ];
      for (const caller of callers) {
        expect(await statuses(caller, LIMITED, 2)).toEqual([200, 200]);
        await waitForSpend(caller.key, dollars(2n));
      }
      await askAdmin(gateway(), 'POST /budget/update', { budget_id, ...money() });
      for (const caller of callers) expect(await statuses(caller, LIMITED, 5)).toEqual([200, 200, 200, 422, 422]);
    });

    it.each(RATED)('in requests of a %s per minute, each model for itself', async (name) => {
      const key = await HOLDERS[name](gateway(), { model_rpm_limit: { [LIMITED]: 2 } });
      expect(await statuses(key, LIMITED, 6)).toEqual([200, 200, 429, 429, 429, 429]);
      expect(await statuses(key, OTHER, 3)).toEqual([200, 200, 200]);
    });

    const waitForSpend = (key: string, spent: number): Promise<true> =>
      waitFor('the ledger to hold both', async () => {
        const info = await callGateway<{ info: { spend: number } }>(gateway(), `GET /key/info?key=${key}`);
        return info.body.info.spend === spent;
      });

    it.each([LIMITED, `openai/${LIMITED}`])('counts what was spent on %s before it was set', async (model) => {
      const { key, hash } = await createKey(gateway(), {});
      expect(await statuses({ key }, model, 2)).toEqual([200, 200]);
      await waitForSpend(key, dollars(2n));
      await askAdmin(gateway(), 'POST /key/update', {
        key: hash,
        model_max_budget: { [LIMITED]: { budget_limit: dollars(3n) } },
      });
      expect(await statuses({ key }, LIMITED, 4)).toEqual([200, 422, 422, 422]);
    });
  },
);
