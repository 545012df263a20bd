import { attemptsOf, callGateway, createKey, describeAt, scrape, waitForRows } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const ROUTE = 'POST /v1/chat/completions';
const messages = [{ role: 'user', content: 'Hi' }];
const COUNTED = countPrompt({ messages });
const ODD_TOKENS = 60_000;
const LIMIT = 10;
const MODEL_MAX = 400;
const INPUT_NANO = 10_000n;
const OUTPUT_NANO = 20_000n;
const COST_NANO = BigInt(COUNTED) * INPUT_NANO + BigInt(LIMIT) * OUTPUT_NANO;

const config = () =>
  buildConfig([
    buildModel({
      name: 'openai/*',
      model: 'openai/*',
      apiBase: `${upstream.url}/v1`,
      inputCost: Number(INPUT_NANO) / 1e9,
      outputCost: Number(OUTPUT_NANO) / 1e9,
      info: { id: 'wild-1', max_output_tokens: MODEL_MAX },
    }),
  ]);

describeAt(
  'everything set',
  'an answer that reports far more than was counted',
  () => ({ config: config() }),
  (gateway) => {
    const keyWith = async (nano: bigint) => (await createKey(gateway(), { max_budget: Number(nano) / 1e9 })).key;
    const call = (key: string, model: string, more: object = {}) =>
      callGateway(gateway(), ROUTE, { key, body: { model: `openai/${model}`, messages, max_tokens: LIMIT, ...more } });
    const answer = (model: string, promptTokens: number, outputTokens = LIMIT): void =>
      upstream.on(model, (request) => speakChat(request, { outputTokens, promptTokens, deaf: outputTokens > LIMIT }));

    it.each([
      ['a search by the provider, which nobody could count', 'gpt-4o-searching', { web_search_options: {} }],
      ['an image, of which only the most is known', 'gpt-4o-seeing', { messages: [withImage()] }],
    ])('is no other key’s to pay: %s', async (_name, model, more) => {
      answer(model, ODD_TOKENS);
      const { key } = await createKey(gateway(), { tpm_limit: 10_000_000 });
      expect((await call(key, model, more)).status).toBe(200);
      answer(model, COUNTED);
      const other = await createKey(gateway(), { max_budget: 1 });
      expect((await call(other.key, model)).status).toBe(200);
      const [row] = await waitForRows(gateway().databaseUrl, other.hash, 1);
      const [attempt] = await attemptsOf(gateway().databaseUrl, row?.request_id ?? '');
      expect(attempt?.held_nano).toBe(COST_NANO);
      expect((await call(await keyWith(COST_NANO), model)).status).toBe(200);
    });

    it('locks out no key that can pay for the call as counted, whatever the same call was reported as before', async () => {
      const model = 'gpt-4o-odd-once';
      answer(model, ODD_TOKENS);
      expect((await call(await keyWith(10n ** 12n), model)).status).toBe(200);
      answer(model, COUNTED);
      const poor = await keyWith(COST_NANO * 3n);
      const statuses = [];
      for (let time = 0; time < 4; time += 1) statuses.push((await call(poor, model)).status);
      expect(statuses).toEqual([200, 200, 200, 422]);
    });

    it('stands in the metrics by the model as configured', async () => {
      answer('gpt-4o-measured', COUNTED + 5);
      const before = await errorShown();
      await call(await keyWith(COST_NANO * 10n), 'gpt-4o-measured');
      expect((await errorShown()) - before).toBe(5);
    });

    it.each([
      ['one token past its limit is counting slack', LIMIT + 1, 200],
      ['past its limit, its whole maximum is held', LIMIT + 2, 422],
    ])('%s, and says nothing of other models beneath the same pattern', async (_name, output, status) => {
      const model = `gpt-4o-writes-${String(output)}`;
      answer(model, COUNTED, output);
      expect((await call(await keyWith(10n ** 12n), model)).status).toBe(200);
      for (const quiet of [model, `${model}-not`]) answer(quiet, COUNTED);
      expect((await call(await keyWith(COST_NANO), model)).status).toBe(status);
      expect((await call(await keyWith(COST_NANO), `${model}-not`)).status).toBe(200);
    });

    async function errorShown(): Promise<number> {
      const { families } = await scrape(gateway());
      const series = families.get('tollgate_input_count_error_tokens_total')?.series ?? [];
      const line = series.find((each) => each.includes('model="openai/*",direction="under"'));
      return Number(line?.split(' ').at(-1) ?? 0);
    }
  },
);

function withImage(): object {
  const url =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  return { role: 'user', content: [{ type: 'image_url', image_url: { url } }] };
}
