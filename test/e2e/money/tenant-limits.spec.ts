import { randomUUID } from 'node:crypto';
import {
  askAdmin,
  callGateway,
  createKey,
  describeAtBothEnds,
  waitForRoomInMinute,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const MODEL = 'gpt-4o-tenants';
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;

type Limits = Readonly<Record<string, unknown>>;
type Admin = { readonly url: string; readonly masterKey: string };

/** Makes the holder of a limit, and two keys that it counts for. */
type Holder = (gateway: Admin, limits: Limits) => Promise<readonly [string, string]>;

async function twoKeys(gateway: Admin, settings: object): Promise<readonly [string, string]> {
  const [first, second] = [await createKey(gateway, { ...settings }), await createKey(gateway, { ...settings })];
  return [first.key, second.key];
}

const HOLDERS: readonly (readonly [string, Holder])[] = [
  [
    'user',
    async (gateway, limits) => {
      const { user_id } = await askAdmin(gateway, 'POST /user/new', { ...limits, auto_create_key: false });
      return twoKeys(gateway, { user_id });
    },
  ],
  [
    'user, also on the key of a team',
    async (gateway, limits) => {
      const { user_id } = await askAdmin(gateway, 'POST /user/new', { ...limits, auto_create_key: false });
      const { team_id } = await askAdmin(gateway, 'POST /team/new', {});
      const [own, ofTeam] = [await createKey(gateway, { user_id }), await createKey(gateway, { user_id, team_id })];
      return [own.key, ofTeam.key];
    },
  ],
  [
    'team',
    async (gateway, limits) => {
      const { team_id } = await askAdmin(gateway, 'POST /team/new', limits);
      return twoKeys(gateway, { team_id });
    },
  ],
  [
    'member of a team',
    async (gateway, { max_budget, ...limits }) => {
      const { team_id } = await askAdmin(gateway, 'POST /team/new', {});
      const user_id = `member-${randomUUID()}`;
      const inTeam = { ...limits, ...(max_budget !== undefined && { max_budget_in_team: max_budget }) };
      await askAdmin(gateway, 'POST /team/member_add', { team_id, member: { role: 'user', user_id }, ...inTeam });
      return twoKeys(gateway, { team_id, user_id });
    },
  ],
];

describeAtBothEnds(
  'a limit of a tenant',
  () => ({ config: buildConfig([buildChatModel(upstream, MODEL, PRICE)]) }),
  (gateway) => {
    const callWith = (keys: readonly [string, string], times: number) =>
      Promise.all(
        Array.from({ length: times }, (_, number) =>
          callGateway(gateway(), 'POST /v1/chat/completions', {
            key: keys[number % 2 === 0 ? 0 : 1],
            body: { model: MODEL, messages, max_tokens: OUTPUT_TOKENS },
          }),
        ),
      );

    beforeEach(async () => {
      await waitForRoomInMinute();
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
    });

    it.each(HOLDERS)('money of a %s: as many calls as it pays for, over all of its keys', async (_name, make) => {
      const keys = await make(gateway(), { max_budget: Number(5n * COST_NANO) / 1e9 });
      const answers = await callWith(keys, 30);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]));
    });

    it.each(HOLDERS)('requests per minute of a %s: exactly as many, over all of its keys', async (_name, make) => {
      const keys = await make(gateway(), { rpm_limit: 3 });
      const answers = await callWith(keys, 20);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    });
  },
);
