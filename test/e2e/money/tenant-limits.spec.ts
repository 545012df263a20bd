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
    'key, also on those that are made with it',
    async (gateway, limits) => {
      const { user_id } = await askAdmin(gateway, 'POST /user/new', { auto_create_key: false });
      const { key } = await createKey(gateway, { user_id, ...limits });
      const made = await callGateway(gateway, 'POST /key/generate', { key, body: limits });
      const further = await callGateway(gateway, 'POST /key/generate', { key: String(made.body['key']), body: {} });
      return [key, String(further.body['key'])];
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

    describe('of a user', () => {
      const KEEPER = { role: 'admin' };
      /** A user with limits, in a team that another keeps, and a key of each. */
      const takenIn = async (limits: Limits, place: object = {}) => {
        const { user_id } = await askAdmin(gateway(), 'POST /user/new', { ...limits, auto_create_key: false });
        const { user_id: keeper } = await askAdmin(gateway(), 'POST /user/new', { auto_create_key: false });
        const { team_id } = await askAdmin(gateway(), 'POST /team/new', {
          ...place,
          team_member_permissions: ['/key/generate'],
        });
        const member = [
          { role: 'user', user_id },
          { ...KEEPER, user_id: keeper },
        ];
        await askAdmin(gateway(), 'POST /team/member_add', { team_id, member });
        const [own, keepers] = [
          await createKey(gateway(), { user_id }),
          await createKey(gateway(), { user_id: keeper }),
        ];
        return { user_id, team_id, own: own.key, keepers: keepers.key };
      };
      const makeBy = async (key: string, body: object): Promise<string> => {
        const made = await callGateway(gateway(), 'POST /key/generate', { key, body });
        expect(made).toMatchObject({ status: 200 });
        return String(made.body['key']);
      };
      const served = async (key: string, times: number): Promise<number> =>
        (await callWith([key, key], times)).filter(({ status }) => status === 200).length;

      it.each([
        ['money', { max_budget: Number(3n * COST_NANO) / 1e9 }],
        ['requests per minute', { rpm_limit: 3 }],
      ])('%s: are his own, and nothing that an admin of his team spends in his name', async (_name, limits) => {
        const { user_id, team_id, own, keepers } = await takenIn(limits);
        const lent = await makeBy(keepers, { team_id, user_id });
        expect(await served(lent, 8)).toBe(8);
        expect(await served(own, 8)).toBe(3);
      });

      it('in an organization hold for what an admin of a team of it lends him, too: who keeps the organization set them', async () => {
        const { organization_id } = await askAdmin(gateway(), 'POST /organization/new', { organization_alias: 'o' });
        const { user_id, team_id, keepers } = await takenIn({}, { organization_id });
        await askAdmin(gateway(), 'POST /organization/member_add', {
          organization_id,
          member: { role: 'internal_user', user_id },
          max_budget_in_organization: Number(3n * COST_NANO) / 1e9,
        });
        const { key: own } = await createKey(gateway(), { user_id, organization_id });
        const lent = await makeBy(keepers, { team_id, user_id });
        expect(await served(lent, 8)).toBe(3);
        expect(await served(own, 1)).toBe(0);
      });

      it('hold for a key of the team that he makes himself, and for one that leaves the team', async () => {
        const { user_id, team_id, own, keepers } = await takenIn({ max_budget: Number(3n * COST_NANO) / 1e9 });
        const ofTeam = await makeBy(own, { team_id });
        const lent = await makeBy(keepers, { team_id, user_id });
        await askAdmin(gateway(), 'POST /key/update', { key: lent, team_id: null });
        expect(await served(ofTeam, 2)).toBe(2);
        expect(await served(lent, 8)).toBe(1);
        expect(await served(own, 1)).toBe(0);
      });
    });
  },
);
