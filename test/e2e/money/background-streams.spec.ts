import { buildConfig, buildModel } from '../../support/builders/index.js';
import {
  callGateway,
  createKey,
  describeAt,
  openCall,
  queryDatabase,
  rowsOfKey,
  StreamReader,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { answerJson, Gate, ReplayUpstream, ResponsesProvider, speakResponse } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();
/** Models that another deployment could take over. */
const TWICE = ['twice', 'mute', 'cut', 'refused'];
const provider = new ResponsesProvider(upstream, ['m', 'twice']);
/** Never say anything. */
for (const name of ['silent', 'mute'])
  upstream.on(name, () => ({ ...answerJson(200, {}), before: new Promise(() => undefined) }));
/** Breaks off before it has said which answer it makes. */
upstream.on('cut', () => ({ ...answerJson(200, { id: 'resp_cut' }), cutAfter: 3 }));
/** Takes it at the second time. */
upstream.on('refused', (request) =>
  upstream.of('refused').length === 1
    ? answerJson(503, { error: { type: 'server_error', message: 'overloaded' } })
    : speakResponse(request, { outputTokens: 3, promptTokens: 10, response: { id: 'resp_refused' } }),
);

/** Events of the provider's stream: the one that says which answer it is, and one after the first content. */
const CREATED = 0;
const CONTENT = 4;
/** Seconds until another deployment is asked. */
const PATIENCE = 0.5;

/** Nano-dollars a token: of the input, and of the output. */
const INPUT = 1_000n;
const OUTPUT = 2_000n;
const COST = 10n * INPUT + 3n * OUTPUT;
const DONE = {
  status: 'completed',
  output: [
    {
      ...{ type: 'message', id: 'msg_x', status: 'completed', role: 'assistant' },
      content: [{ type: 'output_text', text: 'Done.', annotations: [] }],
    },
  ],
  usage: { input_tokens: 10, output_tokens: 3, total_tokens: 13 },
};

describeAt(
  'everything set',
  'a streamed answer that is made in the background',
  () => ({
    config: buildConfig(
      // two deployments of some
      ['m', 'silent', ...TWICE, ...TWICE].map((name, index) =>
        buildModel({
          name,
          model: `openai/${name}`,
          apiBase: `${upstream.url}/v1`,
          inputCost: 0.000_001,
          outputCost: 0.000_002,
          params: name === 'm' ? {} : { stream_timeout: PATIENCE },
          info: { id: `deployment-${String(index)}` },
        }),
      ),
      { router_settings: { num_retries: 2, retry_after: 0 } },
    ),
  }),
  (gateway) => {
    const open = async (key: string, model = 'm') => {
      const leaving = new AbortController();
      const body = { model, input: 'Hi', background: true, stream: true, max_output_tokens: 100 };
      const stream = await openCall(gateway(), 'POST /v1/responses', { key, body, signal: leaving.signal });
      return { reader: new StreamReader(stream), leave: () => leaving.abort() };
    };
    /** The provider sends what comes before this event, and the others when the gate is opened. */
    const stopBefore = (stop: number): Gate => {
      const gate = new Gate();
      provider.pace = { gate: (index) => (index < stop ? undefined : gate.opened) };
      return gate;
    };
    /** It has made the last one, and is asked for it. */
    const end = async (): Promise<void> => {
      provider.end(provider.ids.at(-1) ?? '', DONE);
      await queryDatabase(gateway().databaseUrl, 'UPDATE tollgate.background_answer SET due_at = now()', []);
    };
    const isWaiting = async (requestId: string | undefined): Promise<boolean> => {
      const sql = 'SELECT request_id FROM tollgate.background_answer WHERE request_id = $1';
      return (await queryDatabase(gateway().databaseUrl, sql, [requestId])).length > 0;
    };
    const settled = (hash: string) =>
      waitFor('a row of a success', async () => {
        const [row] = await rowsOfKey(gateway().databaseUrl, hash);
        return row?.status === 'success' ? row : undefined;
      });
    const expectSpend = async (key: string): Promise<void> => {
      const { body } = await callGateway(gateway(), `GET /key/info?key=${key}`, {});
      expect(body['info']).toMatchObject({ spend: 0.000_016 });
    };

    afterEach(() => {
      provider.pace = {};
    });

    it.each([
      [CREATED, 'response.created'],
      [CONTENT, 'word1'],
    ])('goes on when its client leaves after event %i (%s)', async (event, said) => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const rest = stopBefore(event + 1);
      const { reader, leave } = await open(key);
      await reader.until(said);
      leave();
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'pending', cost_estimated: true });
      expect(row?.cost_nano).toBeGreaterThanOrEqual(100n * OUTPUT);
      expect(await isWaiting(row?.request_id)).toBe(true);
      rest.open();
      await end();
      expect(await settled(hash)).toMatchObject({ cost_nano: COST, cost_estimated: false });
      await expectSpend(key);
      await waitFor('nothing left to ask for', async () => !(await isWaiting(row?.request_id)));
    });

    it('is told to its client as it comes, and charged at its end what it used', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const { reader } = await open(key);
      expect(await reader.until('response.completed')).toMatch(/response\.created.*word0.*word2/s);
      expect(await settled(hash)).toMatchObject({ cost_nano: COST, cost_estimated: false });
    });

    it('is waited for once it has begun, and begun nowhere else, however late its first token is', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const rest = stopBefore(CREATED + 1);
      const { reader } = await open(key, 'twice');
      await reader.until('response.created');
      // asked later, with the same patience: when that is over, so is the other's
      const silent = { model: 'silent', input: 'Hi', stream: true, max_output_tokens: 100 };
      expect((await callGateway(gateway(), 'POST /v1/responses', { body: silent })).status).toBe(504);
      rest.open();
      expect(await reader.until('response.completed')).toContain('word2');
      expect(upstream.of('twice')).toHaveLength(1);
      expect(await settled(hash)).toMatchObject({ cost_nano: COST, cost_estimated: false, attempts: 1 });
    });

    it('goes on when the connection to its provider breaks, and is begun nowhere else', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const before = upstream.of('twice').length;
      provider.pace = { cutAfter: CREATED + 1 };
      const { reader } = await open(key, 'twice');
      expect(await reader.until('event: error')).toContain('response.created');
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'pending', attempts: 1 });
      await end();
      expect(await settled(hash)).toMatchObject({ cost_nano: COST, cost_estimated: false });
      expect(upstream.of('twice')).toHaveLength(before + 1);
      await expectSpend(key);
    });

    it.each([
      ['streamed', true, 504],
      ['whole', false, 502],
    ])(
      'is begun nowhere else when its provider says nothing of it (%s): it may be in the making',
      async (_, stream, status) => {
        const { key, hash } = await createKey(gateway(), { max_budget: 1 });
        const model = stream ? 'mute' : 'cut';
        const body = { model, input: 'Hi', background: true, stream, max_output_tokens: 100 };
        expect((await callGateway(gateway(), 'POST /v1/responses', { key, body })).status).toBe(status);
        expect(upstream.of(model)).toHaveLength(1);
        const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
        expect(row).toMatchObject({ status: 'failure', attempts: 1, cost_estimated: true });
        expect(row?.cost_nano).toBeGreaterThanOrEqual(100n * OUTPUT);
      },
    );

    it('is begun elsewhere when its provider refuses it', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      const body = { model: 'refused', input: 'Hi', background: true, stream: true, max_output_tokens: 100 };
      expect((await callGateway(gateway(), 'POST /v1/responses', { key, body })).text).toContain('response.completed');
      expect(upstream.of('refused')).toHaveLength(2);
      expect(await settled(hash)).toMatchObject({ cost_nano: COST, cost_estimated: false, attempts: 2 });
    });

    it('survives a kill before its first content', async () => {
      const { key, hash } = await createKey(gateway(), { max_budget: 1 });
      stopBefore(CREATED + 1);
      const { reader } = await open(key);
      await reader.until('response.created');
      await gateway().kill9();
      await gateway().restart();
      await waitForRows(gateway().databaseUrl, hash, 1);
      await end();
      expect(await settled(hash)).toMatchObject({ cost_nano: COST, cost_estimated: false });
      expect(await rowsOfKey(gateway().databaseUrl, hash)).toHaveLength(1);
      await expectSpend(key);
    });
  },
);
