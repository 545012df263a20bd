import {
  attemptsOf,
  callGateway,
  createKey,
  describeAt,
  queryDatabase,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const CHAT = 'POST /v1/chat/completions';
const messages = [{ role: 'user', content: 'Hello!' }];

function config(): object {
  const apiBase = `${upstream.url}/v1`;
  return buildConfig([
    buildModel({ name: 'boastful', model: 'openai/boastful', apiBase, inputCost: 0.000001, outputCost: 0.000002 }),
    // dollars a token: some billions of them are more than a BIGINT of nano-dollars
    buildModel({ name: 'dear', model: 'openai/dear', apiBase, inputCost: 8, outputCost: 8 }),
  ]);
}

describeAt(
  'everything set',
  'a provider answers',
  () => ({ config: config() }),
  (gateway) => {
    /** Calls with a key of its own and gives the answer with its row. */
    async function call(model: string, extra: object = {}, settings: object = {}) {
      const { key, hash } = await createKey(gateway(), { ...settings });
      const answer = await callGateway(gateway(), CHAT, { key, body: { model, messages, ...extra } });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      return { answer, row };
    }

    it.each<[string, unknown]>([
      ['1e15', 1e15],
      ['2^31', 2 ** 31],
      ['1e308', 1e308],
      ['a negative count', -5],
      ['a fraction', 1.5],
      ['a text', '10'],
      ['nothing', null],
    ])(
      'with a usage that no answer can have (%s) is charged an estimate, in a row that says so',
      async (_name, count) => {
        for (const stream of [false, true]) {
          upstream.on('boastful', (request) => {
            const said = speakChat(request, { outputTokens: 10, promptTokens: 12 });
            const lie = (text: string) =>
              text.replace(/"completion_tokens":\d+/, `"completion_tokens":${JSON.stringify(count)}`);
            return { ...said, body: typeof said.body === 'string' ? lie(said.body) : said.body.map(lie) };
          });
          const { answer, row } = await call('boastful', { stream, max_tokens: 100 });
          expect(answer.status).toBe(200);
          expect(row).toMatchObject({ status: 'success', cost_estimated: true });
          expect(row?.output).toBeLessThanOrEqual(100);
          expect(row?.cost_nano).toBeGreaterThanOrEqual(10n * 2_000n);
          expect(row?.cost_nano).toBeLessThanOrEqual(100n * 1_000n + 100n * 2_000n);
        }
        expect(await queryDatabase(gateway().databaseUrl, 'SELECT reason FROM tollgate.dead_letter')).toEqual([]);
      },
    );

    it('with a usage that is large and possible is charged in full, and later calls are not held or charged by it', async () => {
      let claimed = 2_000_000_000;
      upstream.on('boastful', (request) => {
        const said = speakChat(request, { outputTokens: 10, promptTokens: 12 });
        return {
          ...said,
          body: String(said.body).replace(/"(completion|prompt)_tokens":\d+/g, `"$1_tokens":${String(claimed)}`),
        };
      });
      const { row } = await call('boastful', {}, { max_budget: 100 });
      expect(row).toMatchObject({ cost_estimated: false, cost_nano: 2_000_000_000n * 3_000n });
      claimed = 12;
      const { answer } = await call('boastful', {}, { max_budget: 1, tpm_limit: 1_000_000 });
      expect(answer.status).toBe(200);
      // broken off: an estimate, of a key without limits at most what the call itself could cost
      upstream.on('boastful', (request) => ({
        ...speakChat(request, { outputTokens: 50, promptTokens: 5 }),
        cutAfter: 100,
      }));
      const failed = (await call('boastful', { max_tokens: 100 })).row;
      expect(failed).toMatchObject({ status: 'failure', cost_estimated: true });
      expect(failed?.cost_nano).toBeLessThanOrEqual(200_000n * 1_000n + 100n * 2_000n);
      const [attempt] = await attemptsOf(gateway().databaseUrl, failed?.request_id ?? '');
      expect(attempt?.cost_nano).toBe(failed?.cost_nano);
    });

    it('with a usage whose cost the ledger could not hold is charged an estimate', async () => {
      upstream.on('dear', (request) => {
        const said = speakChat(request, { outputTokens: 10, promptTokens: 12 });
        return {
          ...said,
          body: String(said.body).replace(/"completion_tokens":\d+/, '"completion_tokens":2000000000'),
        };
      });
      const { row } = await call('dear', { max_tokens: 100 });
      expect(row).toMatchObject({ status: 'success', cost_estimated: true });
      expect(row?.cost_nano).toBeLessThanOrEqual(200n * 8_000_000_000n);
      const { answer } = await call('dear', { max_tokens: 2 ** 31 - 1 });
      expect(answer.status).toBe(200);
      expect(await queryDatabase(gateway().databaseUrl, 'SELECT reason FROM tollgate.dead_letter')).toEqual([]);
    });
  },
);
