import {
  attemptsOf,
  callGateway,
  createKey,
  describeAt,
  type LedgerRow,
  sumOfCosts,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { countPrompt, Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
const MODELS = { unary: 'gpt-4o-deaf-unary', streamed: 'gpt-4o-deaf-streamed', slightly: 'gpt-4o-deaf-slightly' };
const messages = [{ role: 'user', content: 'Say ten words.' }];
const INPUT = countPrompt({ messages });
const LIMIT = 50;
const MODEL_MAX = 400;
const PRICE = { inputNano: 10_000n, outputNano: 20_000n };
const costOf = (output: number): bigint => BigInt(INPUT) * PRICE.inputNano + BigInt(output) * PRICE.outputNano;

const config = () =>
  buildConfig(
    Object.values(MODELS).map((name) =>
      buildChatModel(upstream, name, PRICE, { info: { max_output_tokens: MODEL_MAX } }),
    ),
  );

describeAt(
  'everything set',
  'a provider that does not keep to its output limit',
  () => ({ config: config() }),
  (gateway) => {
    const keyWith = (nano: bigint) => createKey(gateway(), { max_budget: Number(nano) / 1e9 });
    const call = (key: string, body: object) => callGateway(gateway(), ROUTE, { key, body: { messages, ...body } });

    /** 40 calls at once with a budget for 10 at their limit; none is answered before ten are under way. */
    async function overrun(model: string, output: number, extra: object) {
      const gate = new Gate();
      upstream.on(model, (request) =>
        speakChat(request, {
          outputTokens: output,
          promptTokens: INPUT,
          deaf: true,
          word: ' budget',
          before: gate.opened,
        }),
      );
      const { key, hash } = await keyWith(costOf(LIMIT) * 10n);
      const body = { model, max_tokens: LIMIT, ...extra };
      const calls = Array.from({ length: 40 }, () => call(key, body));
      await upstream.received(model, 10);
      gate.open();
      const answers = await Promise.all(calls);
      const rows = await waitForRows(gateway().databaseUrl, hash, 40);
      return { answers, charged: rows.filter(({ cost_nano }) => (cost_nano ?? 0n) > 0n), spent: sumOfCosts(rows) };
    }

    /** It counts as one without a limit: its maximum is held, and a budget that does not pay that is refused. */
    async function expectCountedAsNone(model: string): Promise<void> {
      upstream.on(model, (request) => speakChat(request, { outputTokens: 5, promptTokens: INPUT }));
      const before = upstream.of(model).length;
      const poor = await keyWith(costOf(MODEL_MAX) - 1n);
      expect((await call(poor.key, { model, max_tokens: LIMIT })).status).toBe(422);
      expect(upstream.of(model)).toHaveLength(before);
      const rich = await keyWith(costOf(MODEL_MAX));
      expect((await call(rich.key, { model, max_tokens: LIMIT })).status).toBe(200);
      const [row] = await waitForRows(gateway().databaseUrl, rich.hash, 1);
      expect(row).toMatchObject({ cost_nano: costOf(5) });
      expect(await heldBy(row)).toBe(costOf(MODEL_MAX));
    }

    async function heldBy(row: LedgerRow | undefined): Promise<bigint | undefined> {
      return (await attemptsOf(gateway().databaseUrl, row?.request_id ?? ''))[0]?.held_nano;
    }

    it.each([
      ['whole answers', MODELS.unary, 120, {}],
      ['streams that end before they are cut off', MODELS.slightly, 52, { stream: true }],
    ])(
      'is charged in full, and passes a budget by no more than what was reported beyond the holds in flight (%s)',
      async (_name, model, output, extra) => {
        const { charged, spent } = await overrun(model, output, extra);
        // whoever waited was asked again when the first had ended: by then the maximum had to be held
        expect(charged.map(({ cost_nano }) => cost_nano)).toEqual(Array.from({ length: 10 }, () => costOf(output)));
        expect(charged.every(({ cost_estimated }) => !cost_estimated)).toBe(true);
        const heldInFlight = costOf(LIMIT) * 10n;
        expect(spent - heldInFlight).toBeLessThanOrEqual((costOf(output) - costOf(LIMIT)) * 10n);
        await expectCountedAsNone(model);
      },
      30_000,
    );

    it('is cut off in the middle of a stream when it is past its limit by a twentieth, charged the whole hold, flagged', async () => {
      const { answers, charged, spent } = await overrun(MODELS.streamed, 300, { stream: true });
      const cut = answers.filter(({ status }) => status === 200);
      expect(cut).toHaveLength(10);
      for (const { events, text } of cut) {
        expect(events.at(-1)?.data).toHaveProperty('error');
        expect(text.split(' budget').length - 1).toBeLessThanOrEqual(LIMIT * 1.05 + 1);
      }
      expect(charged.map(({ cost_nano }) => cost_nano)).toEqual(Array.from({ length: 10 }, () => costOf(LIMIT)));
      expect(charged.every(({ cost_estimated }) => cost_estimated)).toBe(true);
      expect(spent).toBe(costOf(LIMIT) * 10n);
      await expectCountedAsNone(MODELS.streamed);
    }, 30_000);
  },
);
