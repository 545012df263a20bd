import { startUpstream } from '../../conformance/start-upstream.js';
import { FakeLangfuse } from '../../support/fake-langfuse/index.js';
import { type Answer, callGateway, createKey, describeAtBothEnds, waitFor } from '../../support/gateway/index.js';
import { IntendedDifferences, recordedSpan } from '../../support/litellm-callbacks/index.js';
import { LITELLM_CALLS, type RecordedCall } from './litellm-calls.js';
import { RECORDED_UPSTREAM, tracedGateway } from './traced-gateway.js';

jest.setTimeout(90_000);

type ReceivedSpan = FakeLangfuse['spans'][number];

const TRACES = '/api/public/otel/v1/traces';
const METADATA = 'langfuse.observation.metadata';
const RECORDED_KEY_HASH = 'a22e06dab4658ed7566a5585f49eaa9b77791fdd3ab646f0e0b5548f65348580';

let upstream: Awaited<ReturnType<typeof startUpstream>>;
/** Each run of the suite has its own: a `generation_id` gives the same observation in both. */
const projects: FakeLangfuse[] = [];
let langfuse: FakeLangfuse;
beforeAll(async () => {
  upstream = await startUpstream();
  for (const _end of ['nothing set', 'everything set']) projects.push(await FakeLangfuse.start());
});
afterAll(async () => {
  await Promise.all(projects.map((project) => project.stop()));
  await upstream.stop();
});

interface Made {
  readonly call: RecordedCall;
  readonly answer: Answer;
}

/** The one observation of a call, found by the id that its answer carried. */
function spanOf({ answer }: Pick<Made, 'answer'>): Promise<ReceivedSpan> {
  const callId = answer.headers.get('x-litellm-call-id');
  return waitFor(
    `the observation of ${String(callId)}`,
    () => langfuse.spans.find(({ attributes }) => attributes[`${METADATA}.litellm_call_id`] === callId),
    20_000,
  );
}

describeAtBothEnds(
  'what arrives at Langfuse',
  () => {
    langfuse = projects.find(({ arrived }) => arrived === 0) as FakeLangfuse;
    return tracedGateway(upstream.url, langfuse);
  },
  (gateway) => {
    const differences = new IntendedDifferences();
    const made: Made[] = [];
    let keyHash: string;

    beforeAll(async () => {
      const { key, hash } = await createKey(gateway(), { key_alias: 'cb2', user_id: 'u-1', metadata: { dept: 'x' } });
      keyHash = hash;
      for (const call of LITELLM_CALLS) {
        const headers = { 'user-agent': 'curl/7.88.1' };
        const answer = await callGateway(gateway(), 'POST /v1/chat/completions', { key, headers, body: call.body });
        made.push({ call, answer });
      }
    });

    /** What LiteLLM sent for the call, with the ids and addresses of this run in it. */
    function expected({ call, answer }: Made, span: ReceivedSpan): Readonly<Record<string, unknown>> {
      const theirs = recordedSpan(call.number);
      const hidden = JSON.parse(String(theirs.attributes[`${METADATA}.hidden_params`])) as {
        readonly model_id?: string;
      };
      const replaced: readonly (readonly [unknown, string | null])[] = [
        [RECORDED_UPSTREAM, upstream.url],
        [RECORDED_KEY_HASH, keyHash],
        [theirs.attributes[`${METADATA}.litellm_call_id`], answer.headers.get('x-litellm-call-id')],
        [theirs.attributes[`${METADATA}.response_id`], responseIdOf(answer)],
        [hidden.model_id, answer.headers.get('x-litellm-model-id')],
        [theirs.traceId, span.traceId],
      ];
      const text = replaced.reduce(
        (all, [from, to]) => (typeof from === 'string' ? all.replaceAll(from, to ?? 'absent') : all),
        JSON.stringify(theirs.attributes),
      );
      return JSON.parse(text) as Readonly<Record<string, unknown>>;
    }

    it.each(LITELLM_CALLS)(
      'call $number: is what LiteLLM sent, closed, but for the listed differences',
      async (call) => {
        const one = made[call.number - 1] as Made;
        expect(one.answer.status).toBe(call.status);
        const span = await spanOf(one);
        const theirs = expected(one, span);
        expect(Object.keys(span.attributes).sort()).toEqual(Object.keys(theirs).sort());
        const [mine, wanted] = [differences.comparable(span.attributes), differences.comparable(theirs)];
        expect({ ...mine, ...ofThisRun(mine, wanted) }).toEqual(wanted);
        expect(span.name).toBe(recordedSpan(call.number).name);
      },
    );

    it.each(LITELLM_CALLS)('call $number: has the ids and times of its own', async (call) => {
      const span = await spanOf(made[call.number - 1] as Made);
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(span.parentSpanId ?? '').toBe('');
      expect(span.endTimeUnixNano).toBeGreaterThanOrEqual(span.startTimeUnixNano);
      const first = span.attributes['langfuse.observation.completion_start_time'];
      if (first !== undefined) {
        const firstMs = Date.parse(String(JSON.parse(String(first))));
        expect(firstMs).toBeGreaterThanOrEqual(Number(span.startTimeUnixNano / 1_000_000n));
        expect(firstMs).toBeLessThanOrEqual(Number(span.endTimeUnixNano / 1_000_000n) + 1);
      }
      if (call.number === 1)
        expect([span.traceId, span.spanId]).toEqual([recordedSpan(1).traceId, recordedSpan(1).spanId]);
    });

    it("is a message in Anthropic's dialect too, with its own route, model and text", async () => {
      const body = { model: 'claude', max_tokens: 20, messages: [{ role: 'user', content: 'seven' }] };
      const answer = await callGateway(gateway(), 'POST /v1/messages', { body });
      expect(answer.status).toBe(200);
      const { attributes } = await spanOf({ answer });
      expect(attributes).toMatchObject({
        'langfuse.observation.type': 'generation',
        'langfuse.observation.level': 'DEFAULT',
        'langfuse.observation.model.name': 'anthropic/claude-sonnet-4-5',
        [`${METADATA}.user_api_key_request_route`]: '/v1/messages',
      });
      expect(attributes['langfuse.observation.input']).toContain('seven');
      const said = (answer.body as { content: readonly { text: string }[] }).content[0]?.text ?? 'no text';
      expect(attributes['langfuse.observation.output']).toContain(said);
      expect(JSON.parse(String(attributes['langfuse.observation.cost_details']))).toEqual({
        total: expect.any(Number),
      });
    });

    it('came over OTLP with the credentials of the project, each observation once, and never to the old batch API', async () => {
      for (const one of made) await spanOf(one);
      expect(langfuse.duplicates).toBe(0);
      expect([...new Set(langfuse.requests.map(({ path }) => path))]).toEqual([TRACES]);
      expect([...new Set(langfuse.requests.map(({ headers }) => headers['x-langfuse-ingestion-version']))]).toEqual([
        '4',
      ]);
      const ids = langfuse.spans.map(({ attributes }) => attributes[`${METADATA}.litellm_call_id`]);
      expect(new Set(ids).size).toBe(ids.length);
    });
  },
);

/** Instants, and the key's spend at the call: LiteLLM wrote it later than it answered. */
function ofThisRun(
  mine: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = ['langfuse.observation.completion_start_time', `${METADATA}.user_api_key_spend`];
  const same = names.filter((name) => name in wanted && typeof mine[name] === typeof wanted[name]);
  return Object.fromEntries(same.map((name) => [name, wanted[name]]));
}

function responseIdOf({ body, events }: Answer): string | null {
  const whole = events.length > 0 ? events[0]?.data : body;
  const id = (whole as { readonly id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : null;
}
