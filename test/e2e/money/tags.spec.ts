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

const ROUTE = 'POST /v1/chat/completions';
const MODEL = 'gpt-4o-tags';
const OTHER = 'gpt-4o-other';
const OUTPUT_TOKENS = 20;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * PRICE.inputNano + BigInt(OUTPUT_TOKENS) * PRICE.outputNano;
const dollars = (nano: bigint): number => Number(nano) / 1e9;

interface Call {
  readonly key: string;
  readonly model?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

describeAtBothEnds(
  'a tag',
  () => ({
    config: buildConfig([buildChatModel(upstream, MODEL, PRICE), buildChatModel(upstream, OTHER, PRICE)]),
  }),
  (gateway) => {
    const admin = (route: string, body: object) => askAdmin(gateway(), route, body);
    const makeTag = async (settings: object): Promise<string> => {
      const name = `tag-${randomUUID()}`;
      await admin('POST /tag/new', { name, ...settings });
      return name;
    };
    const call = ({ key, model = MODEL, body = {}, headers = {} }: Call) =>
      callGateway(gateway(), ROUTE, { key, headers, body: { model, messages, max_tokens: OUTPUT_TOKENS, ...body } });
    const tagged = (key: string, tag: string) => call({ key, body: { metadata: { tags: [tag] } } });
    const answered = (answers: readonly { readonly status: number }[]): number =>
      answers.filter(({ status }) => status === 200).length;
    const spendOf = async (name: string): Promise<unknown> => {
      const found = await admin('POST /tag/info', { names: [name] });
      return (found[name] as { readonly spend: number }).spend;
    };

    beforeEach(async () => {
      await waitForRoomInMinute();
      for (const model of [MODEL, OTHER])
        upstream.on(model, (request) =>
          speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
        );
    });

    it.each([
      ['of its own', (limits: object) => makeTag(limits)],
      [
        'linked by id',
        async (limits: object) => makeTag({ budget_id: (await admin('POST /budget/new', limits))['budget_id'] }),
      ],
    ])(
      'with a budget %s for 5 calls is answered exactly 5 times of 60 at once, over a key that carries it and a client that says it',
      async (_name, make) => {
        const tag = await make({ max_budget: dollars(5n * COST_NANO) });
        const carrier = await createKey(gateway(), { tags: [tag], ...(await admin('POST /team/new', {})) });
        const other = await createKey(gateway(), {});
        const answers = await Promise.all(
          Array.from({ length: 60 }, (_, number) =>
            number % 2 === 0 ? call({ key: carrier.key }) : tagged(other.key, tag),
          ),
        );
        expect(answered(answers)).toBe(5);
        expect(answers.find(({ status }) => status !== 200)).toMatchObject({
          status: 422,
          body: { error: { type: 'budget_exceeded', message: expect.stringContaining(`Tag=${tag}`) as string } },
        });
        await waitFor('the spend', async () => (await spendOf(tag)) === dollars(5n * COST_NANO));
      },
      30_000,
    );

    it('is found wherever a client says it, and on the team', async () => {
      const tag = await makeTag({ max_budget: dollars(5n * COST_NANO) });
      const { key } = await createKey(gateway(), {});
      const { team_id } = await admin('POST /team/new', { tags: [tag] });
      const ofTeam = await createKey(gateway(), { team_id });
      const statuses: number[] = [];
      for (const one of [
        { key, headers: { 'x-litellm-tags': `other,${tag}` } },
        { key, body: { metadata: { tags: [tag] } } },
        { key, body: { litellm_metadata: { tags: [tag] } } },
        { key, body: { tags: [tag] } },
        { key: ofTeam.key },
        { key },
        { key: ofTeam.key },
      ])
        statuses.push((await call(one)).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 422]);
    });

    it('has as many requests per minute as it was given, beside the other tags of a call', async () => {
      const [slow, fast] = [await makeTag({ rpm_limit: 2 }), await makeTag({ rpm_limit: 100 })];
      const { key } = await createKey(gateway(), {});
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => call({ key, body: { metadata: { tags: [fast, slow] } } })),
      );
      expect(answered(answers)).toBe(2);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    });

    it('with models goes to those alone, from the moment that they are set', async () => {
      const tag = await makeTag({});
      const { key } = await createKey(gateway(), {});
      expect((await tagged(key, tag)).status).toBe(200);
      await admin('POST /tag/update', { name: tag, models: [OTHER] });
      await waitFor('the change', async () => (await tagged(key, tag)).status === 403);
      expect(await tagged(key, tag)).toMatchObject({
        body: { error: { message: expect.stringContaining('due to tags configuration') as string } },
      });
      expect((await call({ key, model: OTHER, body: { metadata: { tags: [tag] } } })).status).toBe(200);
      expect((await call({ key })).status).toBe(200);
    });

    it('that nobody made is known after its first call', async () => {
      const tag = `unknown-${randomUUID()}`;
      const { key } = await createKey(gateway(), {});
      expect((await callGateway(gateway(), 'POST /tag/info', { body: { names: [tag] } })).status).toBe(404);
      expect((await tagged(key, tag)).status).toBe(200);
      await waitFor(
        'the tag',
        async () => (await callGateway(gateway(), 'POST /tag/info', { body: { names: [tag] } })).status === 200,
      );
      await waitFor('the spend', async () => (await spendOf(tag)) === dollars(COST_NANO));
    });
  },
);
