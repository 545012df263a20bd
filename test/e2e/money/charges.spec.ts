import {
  type AttemptRow,
  attemptsOf,
  callGateway,
  createKey,
  describeAt,
  openCall,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { countPrompt, Gate, ReplayUpstream } from '../../support/upstream/index.js';
import { CHARGE_CASES, type ChargeCase } from './charge-cases.js';

const INPUT_NANO = 10_000n;
const OUTPUT_NANO = 20_000n;
/** Tokens a second that a deployment is taken to write at until it has shown its own rate. */
const RATE = 200;
/** The gateway measures the time of an attempt by another clock than the one that its row is dated with. */
const CLOCKS_APART_MS = 10;
const OUTPUT_MAX = 400;
const ROUTE = 'POST /v1/chat/completions';
const messages = [{ role: 'user', content: 'Hello!' }];

const upstream = ReplayUpstream.ofFile();
const closing = new Gate();
afterAll(() => closing.open());

// a deployment for each case: what one has shown is no ground for another
const modelOf = (index: number): string => `gpt-4o-case-${String(index)}`;

function config(): object {
  return buildConfig(
    CHARGE_CASES.map(({ dialect }, index) =>
      buildModel({
        name: modelOf(index),
        model: `${dialect === 'chat' ? 'openai' : 'anthropic'}/${modelOf(index)}`,
        apiBase: dialect === 'chat' ? `${upstream.url}/v1` : upstream.url,
        inputCost: Number(INPUT_NANO) / 1e9,
        outputCost: Number(OUTPUT_NANO) / 1e9,
        info: { max_output_tokens: OUTPUT_MAX },
      }),
    ),
  );
}

describeAt(
  'everything set',
  'the row of a call',
  () => ({ config: config() }),
  (gateway) => {
    let charges: readonly Awaited<ReturnType<typeof charge>>[];
    beforeAll(async () => {
      charges = await Promise.all(CHARGE_CASES.map((chargeCase, index) => charge(chargeCase, modelOf(index))));
    }, 60_000);

    /** Makes the call with a budgeted key of its own; gives its row, its attempt and what the provider billed. */
    async function charge({ stream, answer, leavesAfter }: ChargeCase, model: string) {
      upstream.on(model, (request) => answer(request, closing.opened));
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const call = { key, body: { model, messages, stream } };
      if (leavesAfter === undefined) await callGateway(gateway(), ROUTE, call);
      else await leave(call, leavesAfter, upstream.received(model));
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      const [attempt] = await attemptsOf(gateway().databaseUrl, row?.request_id ?? '');
      if (row === undefined || attempt === undefined) throw new Error('a call leaves a row with its attempt');
      return { row, attempt, billed: upstream.of(model)[0]?.billed };
    }

    async function leave(call: { key: string; body: object }, words: number, asked: Promise<unknown>): Promise<void> {
      const leaving = new AbortController();
      const response = openCall(gateway(), ROUTE, { ...call, signal: leaving.signal });
      await (words === 0 ? asked : response.then((answer) => readWords(answer, words)));
      leaving.abort();
      await response.then((answer) => answer.text()).catch(() => undefined);
    }

    it.each(CHARGE_CASES.map(({ name, ground }, index) => [name, ground, index] as const))(
      'of %s is %s',
      (_name, ground, index) => {
        const { status, stream } = CHARGE_CASES[index] as ChargeCase;
        const { row, attempt, billed } = charges[index] as (typeof charges)[number];
        const bill = costOf(billed?.input ?? 0, billed?.output ?? 0);
        expect(row.status).toBe(status);
        expect(row.cost_estimated).toBe(ground === 'estimated');
        expect(attempt).toMatchObject({ cost_nano: row.cost_nano, estimated: row.cost_estimated });
        if (ground === 'free') expect(billed).toBeUndefined();
        if (ground !== 'estimated') return expect(row.cost_nano).toBe(bill);
        // of an answer that was to come whole nothing can be read before it is
        const isReadable = stream || status === 'success';
        expectEstimate(row.cost_nano ?? -1n, attempt, isReadable ? (billed?.output ?? 0) : 0);
        if (isReadable) expect(row.cost_nano).toBeGreaterThanOrEqual(bill);
      },
    );
  },
);

/** Input, and the larger of what was received and what could be made in the time; at most the hold, which is the whole output. */
function expectEstimate(cost: bigint, attempt: AttemptRow, received: number): void {
  const input = countPrompt({ messages });
  const elapsed = attempt.ended_at.getTime() - attempt.started_at.getTime();
  const made = (ms: number): bigint =>
    costOf(input, Math.min(OUTPUT_MAX, Math.max(received, Math.ceil((Math.max(0, ms) / 1000) * RATE))));
  expect(attempt.held_nano).toBe(costOf(input, OUTPUT_MAX));
  expect(cost).toBeGreaterThanOrEqual(made(elapsed - CLOCKS_APART_MS));
  expect(cost).toBeLessThanOrEqual(made(elapsed + CLOCKS_APART_MS));
}

function costOf(input: number, output: number): bigint {
  return BigInt(input) * INPUT_NANO + BigInt(output) * OUTPUT_NANO;
}

async function readWords(response: Response, words: number): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = ''; read.split(' budget').length <= words;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) throw new Error(`the stream ended before ${String(words)} words: ${read}`);
    read += piece.value;
  }
}
