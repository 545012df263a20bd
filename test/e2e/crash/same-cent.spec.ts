import { callGateway, createKey, Gateway, waitForRows } from '../../support/gateway/index.js';
import { OUTPUT_TOKENS, PricedUpstream } from './priced-upstream.js';

const upstream = new PricedUpstream('gpt-4o-to-the-cent');
let killed: Gateway;
let spared: Gateway;
beforeAll(async () => {
  const options = { config: upstream.config() };
  [killed, spared] = await Promise.all([Gateway.start(options), Gateway.start(options)]);
});
afterAll(async () => {
  await Promise.all([killed.dispose(), spared.dispose()]);
});

const CALLS = 14;
/** Calls that fit whole: the money ends in the middle of an answer. */
const FITTING = 10.5;
const CALLS_BEFORE_THE_KILL = 6;

it('a key whose gateway was killed at 60 % of its budget, with nothing in flight, is served and refused to the same nano-dollar as one whose gateway never was', async () => {
  const budget = (Number(upstream.costNano) * FITTING) / 1e9;
  const sides = await Promise.all(
    [killed, spared].map(async (gateway) => ({ gateway, ...(await createKey(gateway, { max_budget: budget })) })),
  );

  const outcomes: Outcome[] = [];
  for (let number = 1; number <= CALLS; number += 1) {
    const [one, other] = await Promise.all(sides.map((side) => outcomeOf(side, number)));
    expect({ number, ...one }).toEqual({ number, ...other });
    if (one !== undefined) outcomes.push(one);
    if (number !== CALLS_BEFORE_THE_KILL) continue;
    await killed.kill9();
    await killed.restart();
  }
  expect(outcomes.filter(({ completion }) => completion === OUTPUT_TOKENS)).toHaveLength(Math.floor(FITTING));
  // the last affordable call is cut to what was left, and then nothing is served any more
  expect(outcomes.filter(({ status, completion }) => status === 200 && completion !== OUTPUT_TOKENS)).toHaveLength(1);
  expect(outcomes.at(-1)).toMatchObject({ status: 422, code: 'budget_exceeded' });
}, 120_000);

interface Outcome {
  readonly status: number;
  readonly code: unknown;
  readonly message: unknown;
  readonly limit: string | null;
  readonly completion: unknown;
  readonly spend: number;
}

interface Side {
  readonly gateway: Gateway;
  readonly key: string;
  readonly hash: string;
}

/** Of this key's call of this number, with what the key has spent when its row is there. */
async function outcomeOf({ gateway, key, hash }: Side, number: number): Promise<Outcome> {
  const { status, headers, body } = await callGateway<{
    error?: { type: string; message: string };
    usage?: { completion_tokens: number };
  }>(gateway, 'POST /v1/chat/completions', { key, body: upstream.body });
  await waitForRows(gateway.databaseUrl, hash, number);
  const info = await callGateway<{ info: { spend: number } }>(gateway, `GET /key/info?key=${key}`);
  return {
    status,
    code: body.error?.type,
    // but for the shown piece of the key
    message: body.error?.message.replace(/sk-\.\.\.[\w-]+/, 'sk-'),
    limit: headers.get('x-tollgate-output-limit'),
    completion: body.usage?.completion_tokens,
    spend: info.body.info.spend,
  };
}
