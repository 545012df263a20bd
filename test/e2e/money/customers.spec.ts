import { randomUUID } from 'node:crypto';
import {
  askAdmin,
  callGateway,
  createKey,
  describeAtBothEnds,
  openCall,
  waitFor,
  waitForRoomInMinute,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
const MODEL = 'gpt-4o-customers';
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
const SEEN_MS = 1000;
const dollars = (nano: bigint): number => Number(nano) / 1e9;

const DEFAULT_CALLS = 2n;

describeAtBothEnds(
  'a customer',
  () => ({
    config: buildConfig([buildChatModel(upstream, MODEL, PRICE)], {
      general_settings: { user_header_name: 'X-Portal-User' },
      litellm_settings: { max_end_user_budget: dollars(DEFAULT_CALLS * COST_NANO) },
    }),
  }),
  (gateway) => {
    const admin = (route: string, body: object) => askAdmin(gateway(), route, body);
    const makeCustomer = async (settings: object): Promise<string> => {
      const user_id = `customer-${randomUUID()}`;
      await admin('POST /customer/new', { user_id, ...settings });
      return user_id;
    };
    const call = (key: string, user: string, more: object = {}) =>
      callGateway(gateway(), ROUTE, {
        key,
        body: { model: MODEL, messages, max_tokens: OUTPUT_TOKENS, user, ...more },
      });
    const answered = (answers: readonly { readonly status: number }[]): number =>
      answers.filter(({ status }) => status === 200).length;
    const spendOf = async (user: string): Promise<unknown> =>
      (await callGateway<Record<string, unknown>>(gateway(), `GET /customer/info?end_user_id=${user}`)).body['spend'];

    beforeEach(async () => {
      await waitForRoomInMinute();
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      );
    });

    it.each([
      ['of its own', (limits: object) => makeCustomer(limits)],
      [
        'linked by id',
        async (limits: object) => makeCustomer({ budget_id: (await admin('POST /budget/new', limits))['budget_id'] }),
      ],
    ])(
      'with a budget %s for 5 calls is answered exactly 5 times of 60 at once, over the keys of two teams',
      async (_name, make) => {
        const user = await make({ max_budget: dollars(5n * COST_NANO) });
        const teams = [await admin('POST /team/new', {}), await admin('POST /team/new', {})];
        const keys = await Promise.all(teams.map(({ team_id }) => createKey(gateway(), { team_id })));
        const answers = await Promise.all(
          Array.from({ length: 60 }, (_, number) => call(keys[number % 2]?.key ?? '', user)),
        );
        expect(answered(answers)).toBe(5);
        const refused = answers.find(({ status }) => status !== 200);
        expect(refused).toMatchObject({
          status: 422,
          body: { error: { type: 'budget_exceeded', message: expect.stringContaining(`End User=${user}`) as string } },
        });
        await waitFor('the spend', async () => (await spendOf(user)) === dollars(5n * COST_NANO));
      },
      30_000,
    );

    it('is found by its header as by its body', async () => {
      const user = await makeCustomer({ max_budget: dollars(2n * COST_NANO) });
      const { key } = await createKey(gateway(), {});
      const body = { model: MODEL, messages, max_tokens: OUTPUT_TOKENS };
      const statuses: number[] = [];
      for (const headers of [
        { 'x-litellm-end-user-id': user },
        { 'x-portal-user': user },
        { 'x-litellm-customer-id': user },
      ])
        statuses.push((await callGateway(gateway(), ROUTE, { key, body, headers })).status);
      expect(statuses).toEqual([200, 200, 422]);
    });

    it('has as many requests per minute as it was given, over all keys', async () => {
      const user = await makeCustomer({ rpm_limit: 2, max_budget: 100 });
      const keys = [await createKey(gateway(), {}), await createKey(gateway(), {})];
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, number) => call(keys[number % 2]?.key ?? '', user)),
      );
      expect(answered(answers)).toBe(2);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    });

    it('that nobody made is known after its first call, and has the default of what it may spend', async () => {
      const user = `unknown-${randomUUID()}`;
      const { key } = await createKey(gateway(), {});
      expect((await callGateway(gateway(), `GET /customer/info?end_user_id=${user}`)).status).toBe(404);
      expect(answered(await Promise.all(Array.from({ length: 20 }, () => call(key, user))))).toBe(
        Number(DEFAULT_CALLS),
      );
      await waitFor('the spend', async () => (await spendOf(user)) === dollars(DEFAULT_CALLS * COST_NANO));
    });

    it('is one within each team and another in the next, until an admin sets something for all of that name', async () => {
      const user = `shared-${randomUUID()}`;
      const teams = [await admin('POST /team/new', {}), await admin('POST /team/new', {})];
      const [first, second] = await Promise.all(teams.map(({ team_id }) => createKey(gateway(), { team_id })));
      expect(answered(await Promise.all(Array.from({ length: 8 }, () => call(first?.key ?? '', user))))).toBe(2);
      expect(answered(await Promise.all(Array.from({ length: 8 }, () => call(second?.key ?? '', user))))).toBe(2);
      await waitFor('the spend', async () => (await spendOf(user)) === dollars(4n * COST_NANO));
      await admin('POST /customer/update', { user_id: user, max_budget: dollars(5n * COST_NANO) });
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, number) => call((number % 2 === 0 ? first : second)?.key ?? '', user)),
      );
      expect(answered(answers)).toBe(1);
    });

    it('that is blocked is refused at once and loses its open streams in under a second', async () => {
      const gate = new Gate();
      const user = await makeCustomer({ max_budget: 100 });
      const { key } = await createKey(gateway(), {});
      upstream.on(MODEL, (request) =>
        speakChat(request, {
          outputTokens: 50,
          promptTokens: 20,
          gate: (index) => (index < 3 ? undefined : gate.opened),
        }),
      );
      const body = { model: MODEL, messages, stream: true, user };
      const stream = await openCall(gateway(), ROUTE, { key, body });
      const reader = stream.body?.getReader();
      await reader?.read();
      const blocked = performance.now();
      await admin('POST /customer/block', { user_ids: [user] });
      while ((await reader?.read())?.done === false);
      expect(performance.now() - blocked).toBeLessThan(SEEN_MS);
      const message = `User blocked from making LLM API Calls. User=${user}`;
      expect(await call(key, user)).toMatchObject({ status: 403, body: { error: { message } } });
      await admin('POST /customer/unblock', { user_ids: [user] });
      gate.open();
      expect((await call(key, user)).status).toBe(200);
    });
  },
);
