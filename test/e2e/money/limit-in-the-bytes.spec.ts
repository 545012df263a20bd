import { callGateway, createKey, describeAt, queryDatabase, waitFor } from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { ReplayUpstream, speakChat, speakMessage } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const INPUT_NANO = 10n;
const OUTPUT_NANO = 20_000n;
const MODEL_MAX = 400;
const AFFORDABLE = 30;
const LIMIT_FIELDS = ['max_tokens', 'max_completion_tokens'];

/** What an operator can do to a request on its way, by LiteLLM's settings. */
const SETTINGS: Readonly<Record<string, object>> = {
  nothing: {},
  drop_params: { drop_params: true },
  additional_drop_params: { additional_drop_params: LIMIT_FIELDS },
  extra_body: { extra_body: { max_tokens: 9_999, max_completion_tokens: 9_999 } },
  'a default max_tokens': { max_tokens: 9_999 },
  'a default max_completion_tokens': { max_completion_tokens: 9_999 },
};
/** A host that takes both fields, one that takes `max_completion_tokens` only, and one of another dialect. */
const PROVIDERS = { chat: 'openai/gpt-4o', reasoning: 'openai/gpt-5', message: 'anthropic/claude' } as const;
/** What a client can say of its limit, and the limit that follows. */
const WISHES: Readonly<Record<string, readonly [body: object, limit: number | undefined]>> = {
  'no limit': [{}, undefined],
  max_tokens: [{ max_tokens: 300 }, 300],
  max_completion_tokens: [{ max_completion_tokens: 300 }, 300],
  both: [{ max_tokens: 200, max_completion_tokens: 300 }, 200],
  'both, and a wish to drop them': [
    { max_tokens: 300, max_completion_tokens: 200, additional_drop_params: LIMIT_FIELDS },
    200,
  ],
  'a limit and drop_params': [{ max_tokens: 300, drop_params: true }, 300],
};
const PURSES = { 'that pays thirty tokens': AFFORDABLE, 'with plenty': 1_000_000 } as const;

const MODELS = Object.keys(SETTINGS).flatMap((setting, index) =>
  (Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[]).map((provider) => ({
    setting,
    provider,
    name: `${PROVIDERS[provider].split('/')[1] ?? ''}-${String(index)}`,
  })),
);
const CASES = MODELS.flatMap((model) =>
  Object.keys(WISHES).flatMap((wish) =>
    (Object.keys(PURSES) as (keyof typeof PURSES)[]).map((purse) => ({ ...model, wish, purse })),
  ),
);

const config = () =>
  buildConfig(
    MODELS.map(({ setting, provider, name }) =>
      buildModel({
        name,
        model: `${PROVIDERS[provider].split('/')[0] ?? ''}/${name}`,
        apiBase: provider === 'message' ? upstream.url : `${upstream.url}/v1`,
        inputCost: Number(INPUT_NANO) / 1e9,
        outputCost: Number(OUTPUT_NANO) / 1e9,
        params: { ...SETTINGS[setting] },
        info: { max_output_tokens: MODEL_MAX },
      }),
    ),
  );

describeAt(
  'everything set',
  'the output limit that is held',
  () => ({ config: config() }),
  (gateway) => {
    const sent: Awaited<ReturnType<typeof send>>[] = [];
    let held: ReadonlyMap<string, bigint | null>;
    beforeAll(async () => {
      for (const { provider, name } of MODELS) {
        const speak = provider === 'message' ? speakMessage : speakChat;
        upstream.on(name, (request) => speak(request, { outputTokens: 1, promptTokens: 9 }));
      }
      // keys that are seen for the first time are looked up a hundred at once, and no more
      for (let next = 0; next < CASES.length; next += 50)
        sent.push(...(await Promise.all(CASES.slice(next, next + 50).map((row) => send(row)))));
      held = await waitFor('a row of each', async () => {
        const rows = await queryDatabase<{ key_hash: string; held_nano: bigint | null }>(gateway().databaseUrl, HELD);
        return rows.length === CASES.length && new Map(rows.map((row) => [row.key_hash, row.held_nano]));
      });
    }, 60_000);

    /** Sends one call with a key of its own. */
    async function send({ name, wish, purse }: (typeof CASES)[number]) {
      // the prompt costs less than a token of output, however it is counted
      const budget = OUTPUT_NANO * BigInt(PURSES[purse]) + OUTPUT_NANO - 1n;
      const { key, hash } = await createKey(gateway(), { max_budget: Number(budget) / 1e9 });
      const body = { model: name, messages: [{ role: 'user', content: hash }], ...WISHES[wish]?.[0] };
      const { status, text } = await callGateway(gateway(), 'POST /v1/chat/completions', { key, body });
      const bytes = upstream.of(name).find(({ text }) => text.includes(hash))?.body ?? {};
      const limits = LIMIT_FIELDS.filter((field) => bytes[field] !== undefined);
      return { answer: { status, text }, hash, limits: limits.map((field) => [field, bytes[field]]) };
    }

    it.each(CASES.map((row, index) => [titleOf(row), index, row] as const))(
      'stands in the bytes, once: %s',
      (_title, index, { wish, purse, provider }) => {
        const { answer, limits, hash } = sent[index] as (typeof sent)[number];
        expect(answer).toMatchObject({ status: 200 });
        const wished = WISHES[wish]?.[1];
        const limit = Math.min(PURSES[purse], wished ?? MODEL_MAX);
        expect((held.get(hash) ?? 0n) / OUTPUT_NANO).toBe(BigInt(limit));
        // a rich key's body stays as it was: the model's own maximum is held
        if (wished === undefined && limit === MODEL_MAX && limits.length === 0) return;
        expect(limits).toEqual([[provider === 'reasoning' ? 'max_completion_tokens' : expect.any(String), limit]]);
      },
    );
  },
);

const HELD = `SELECT f.key_hash, a.held_nano FROM tollgate.request_fact f
  LEFT JOIN tollgate.request_attempt a USING (received_at, request_id)`;

function titleOf({ provider, setting, wish, purse }: (typeof CASES)[number]): string {
  return `${provider}, operator sets ${setting}, client sends ${wish}, a budget ${purse}`;
}
