import { randomUUID } from 'node:crypto';
import { askAdmin, callGateway, createKey, describeAtBothEnds, waitFor } from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const MODEL = 'gpt-4o-every-scope';
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
const dollars = (nano: bigint): number => Number(nano) / 1e9;

const TIGHT = 5n;
const WIDE = 9n;
const CALLS = 60;

const SCOPES = [
  'key',
  'user',
  'team',
  'member',
  'organization',
  'organization_member',
  'project',
  'customer',
  'tag',
] as const;
type Scope = (typeof SCOPES)[number];
/** Calls that the budget of a scope pays for; absent: it has none. */
type Budgets = Partial<Readonly<Record<Scope, bigint>>>;

interface Caller {
  readonly key: string;
  readonly customer: string;
  readonly tag: string;
}

describeAtBothEnds(
  'a budget, with everything that a call stands under',
  () => ({ config: buildConfig([buildChatModel(upstream, MODEL, PRICE)]) }),
  (gateway) => {
    const admin = (route: string, body: object) => askAdmin(gateway(), route, body);

    /** A key of a user in a project of a team of an organization, and a customer and a tag to call with. */
    const makeCaller = async (budgets: Budgets): Promise<Caller> => {
      const money = (scope: Scope, name = 'max_budget'): object => {
        const calls = budgets[scope];
        return calls === undefined ? {} : { [name]: dollars(calls * COST_NANO) };
      };
      const [customer, tag] = [`customer-${randomUUID()}`, `tag-${randomUUID()}`];
      await admin('POST /customer/new', { user_id: customer, ...money('customer') });
      await admin('POST /tag/new', { name: tag, ...money('tag') });
      const organization = { organization_alias: 'o', models: [], ...money('organization') };
      const { organization_id } = await admin('POST /organization/new', organization);
      const { team_id } = await admin('POST /team/new', { organization_id, ...money('team') });
      const { user_id } = await admin('POST /user/new', { auto_create_key: false, ...money('user') });
      await admin('POST /organization/member_add', {
        organization_id,
        member: { role: 'internal_user', user_id },
        ...money('organization_member', 'max_budget_in_organization'),
      });
      await admin('POST /team/member_add', {
        team_id,
        member: { role: 'user', user_id },
        ...money('member', 'max_budget_in_team'),
      });
      const { project_id } = await admin('POST /project/new', { team_id, project_alias: 'p', ...money('project') });
      const { key } = await createKey(gateway(), { team_id, user_id, project_id, ...money('key') });
      return { key, customer, tag };
    };

    const race = ({ key, customer, tag }: Caller) =>
      Promise.all(
        Array.from({ length: CALLS }, () =>
          callGateway(gateway(), 'POST /v1/chat/completions', {
            key,
            body: {
              model: MODEL,
              messages,
              max_tokens: OUTPUT_TOKENS,
              user: customer,
              metadata: { tags: [tag] },
            },
          }),
        ),
      );

    const spendOf = async (key: string): Promise<number> =>
      (await callGateway<{ readonly info: { readonly spend: number } }>(gateway(), `GET /key/info?key=${key}`)).body
        .info.spend;

    /** Exactly what the tightest budget pays for is answered, and no cent more is spent. */
    const holds = async (budgets: Budgets): Promise<void> => {
      const caller = await makeCaller(budgets);
      const answers = await race(caller);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(Number(TIGHT));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]));
      await waitFor('the spend', async () => (await spendOf(caller.key)) >= dollars(TIGHT * COST_NANO));
      expect(await spendOf(caller.key)).toBe(dollars(TIGHT * COST_NANO));
    };

    beforeEach(() => {
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
    });

    it.each(SCOPES)(
      'of the %s alone is kept to the cent, and every call that it pays for is answered',
      async (scope) => {
        await holds({ [scope]: TIGHT });
      },
    );

    it.each(SCOPES)('of the %s holds where every other scope has a wider one', async (scope) => {
      await holds({ ...Object.fromEntries(SCOPES.map((one) => [one, WIDE])), [scope]: TIGHT });
    });

    it('holds where all scopes have the same', async () => {
      await holds(Object.fromEntries(SCOPES.map((one) => [one, TIGHT])));
    });
  },
);
