import {
  callGateway,
  createKey,
  describeAtBothEnds,
  type Gateway,
  queryDatabase,
  rowsOfKey,
  sumOfCosts,
  waitFor,
} from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { countPrompt, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

let upstream: ReplayUpstream;
beforeAll(async () => {
  upstream = await ReplayUpstream.start();
});
afterAll(() => upstream.close());

const MODEL = 'gpt-4o-crash';
const OUTPUT_TOKENS = 20;
const messages = [{ role: 'user', content: 'Hello!' }];
const COST_NANO = BigInt(countPrompt({ messages })) * 1_000_000n + BigInt(OUTPUT_TOKENS) * 2_000_000n;
const config = () =>
  buildConfig([
    buildModel({
      name: MODEL,
      model: `openai/${MODEL}`,
      apiBase: `${upstream.url}/v1`,
      inputCost: 0.001,
      outputCost: 0.002,
    }),
  ]);
const CALLERS = 20;
const ANSWERS_BEFORE_THE_KILL = 100;

describeAtBothEnds(
  'a kill -9',
  () => ({ config: config() }),
  (gateway) => {
    beforeEach(() =>
      upstream.on(MODEL, (request) =>
        speakChat(request, { outputTokens: OUTPUT_TOKENS, promptTokens: countPrompt(request.body) }),
      ),
    );

    it.each([
      ['of a key under a budget', { max_budget: 1_000_000 }],
      ['of a key without any limit', {}],
    ])(
      'under load loses no answer that a client received whole, doubles none, and makes no billed call free (%s)',
      async (_name, settings) => {
        const { key, hash } = await createKey(gateway(), settings);
        const before = upstream.of(MODEL).length;
        const load = new Load(gateway(), key);
        await waitFor('enough whole answers', () => load.whole.length >= ANSWERS_BEFORE_THE_KILL, 30_000);
        await gateway().kill9();
        await load.ended;
        await gateway().restart();
        const billed = BigInt(upstream.of(MODEL).length - before) * COST_NANO;

        const rows = await waitFor('the rows of what was whole', async () => {
          const found = await rowsOfKey(gateway().databaseUrl, hash);
          const known = new Set(found.map((row) => row.call_id));
          return load.whole.every((callId) => known.has(callId)) ? found : undefined;
        });
        // recorded before the client's end: none of them is known only as begun
        const whole = new Set(load.whole);
        expect(rows.filter((row) => whole.has(row.call_id) && row.status !== 'success')).toEqual([]);
        expect(new Set(rows.map((row) => row.request_id)).size).toBe(rows.length);
        expect(new Set(rows.map((row) => row.call_id)).size).toBe(rows.length);
        const answered = rows.map((row) => row.provider_response_id).filter((id) => id !== null);
        expect(new Set(answered).size).toBe(answered.length);
        expect(sumOfCosts(rows)).toBeGreaterThanOrEqual(billed);
        await expectInfoEquals(gateway(), key, sumOfCosts(rows));
      },
      90_000,
    );

    it('with nothing in flight changes nothing: a budget that is partly spent is refused at the same cent', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: Number(COST_NANO * 5n) / 1e9 });
      const call = async () =>
        (
          await callGateway(gateway(), 'POST /v1/chat/completions', {
            key,
            body: { model: MODEL, messages, max_tokens: OUTPUT_TOKENS },
          })
        ).status;
      expect([await call(), await call(), await call()]).toEqual([200, 200, 200]);
      await gateway().kill9();
      await gateway().restart();
      expect([await call(), await call(), await call()]).toEqual([200, 200, 422]);
      const rows = await waitFor('five rows', async () => {
        const found = (await rowsOfKey(gateway().databaseUrl, hash)).filter((row) => row.status === 'success');
        return found.length >= 5 ? found : undefined;
      });
      expect(sumOfCosts(rows)).toBe(COST_NANO * 5n);
      await expectInfoEquals(gateway(), key, COST_NANO * 5n);
    }, 60_000);

    it('leaves balances, daily sums and rows that agree', async () => {
      const [sums] = await queryDatabase<{ facts: bigint; balances: bigint; daily: bigint }>(
        gateway().databaseUrl,
        `SELECT (SELECT coalesce(sum(cost_nano), 0)::bigint FROM tollgate.request_fact) AS facts,
              (SELECT coalesce(sum(amount_nano), 0)::bigint FROM tollgate.scope_balance WHERE scope = 'key' AND window_start = to_timestamp(0)) AS balances,
              (SELECT coalesce(sum(cost_nano), 0)::bigint FROM tollgate.spend_daily) AS daily`,
      );
      expect(sums?.facts).toBeGreaterThan(0n);
      expect(sums?.balances).toBe(sums?.facts);
      expect(sums?.daily).toBe(sums?.facts);
    });
  },
);

/** Callers that call again and again, streamed and not, until the gateway is gone. */
class Load {
  /** Call ids of the answers that came whole. */
  readonly whole: string[] = [];
  readonly ended: Promise<unknown>;

  constructor(gateway: Gateway, key: string) {
    // the address of this run: a later one is not called
    const target = { url: gateway.url, masterKey: gateway.masterKey };
    this.ended = Promise.all(Array.from({ length: CALLERS }, (_, index) => this.callOn(target, key, index % 2 === 0)));
  }

  private async callOn(
    target: { readonly url: string; readonly masterKey: string },
    key: string,
    stream: boolean,
  ): Promise<void> {
    for (;;) {
      try {
        const answer = await callGateway(target, 'POST /v1/chat/completions', {
          key,
          body: { model: MODEL, messages, stream },
        });
        const ended = stream ? answer.events.at(-1)?.data === '[DONE]' : answer.status === 200;
        if (ended) this.whole.push(answer.headers.get('x-litellm-call-id') ?? '');
      } catch {
        return;
      }
    }
  }
}

async function expectInfoEquals(gateway: Gateway, key: string, nano: bigint): Promise<void> {
  const { body } = await callGateway<{ info: { spend: number } }>(gateway, `GET /key/info?key=${key}`);
  expect(body.info.spend).toBeCloseTo(Number(nano) / 1e9, 9);
}
