import { startUpstream } from '../../conformance/start-upstream.js';
import { FakeLangfuse } from '../../support/fake-langfuse/index.js';
import { callGateway, createKey, startAt, waitFor } from '../../support/gateway/index.js';
import { runToEnd } from '../cli/run-to-end.js';
import { tracedGateway } from './traced-gateway.js';

jest.setTimeout(180_000);

const CALLS = 3;
const PATIENCE_MS = 60_000;

let upstream: Awaited<ReturnType<typeof startUpstream>>;
let langfuse: FakeLangfuse;
let running: Awaited<ReturnType<typeof startAt>> | undefined;
beforeAll(async () => {
  upstream = await startUpstream();
});
beforeEach(async () => {
  langfuse = await FakeLangfuse.start();
});
afterEach(async () => {
  await running?.dispose();
  running = undefined;
  await langfuse.stop();
});
afterAll(() => upstream.stop());

async function startWithDead(end: Parameters<typeof startAt>[0]) {
  langfuse.failAlways({ status: 400, body: 'no\ngood' });
  running = await startAt(end, tracedGateway(upstream.url, langfuse));
  const { gateway } = running;
  const { key } = await createKey(gateway);
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] };
  for (let call = 0; call < CALLS; call += 1)
    expect((await callGateway(gateway, 'POST /v1/chat/completions', { key, body })).status).toBe(200);
  await waitFor('every callback to be given up', () => told(gateway.output) === CALLS, PATIENCE_MS);
  langfuse.recover();
  return gateway;
}

const told = (output: string): number => output.split('a callback was given up').length - 1;
const COUNTED = `langfuse: ${CALLS} dead callbacks (send again: tollgate redeliver langfuse)\n  ${CALLS} times: HTTP 400: no good\n`;
const GIVEN_BACK = `langfuse: ${CALLS} dead callbacks given back: the worker sends them\nno dead callbacks are left\n`;

describe('tollgate redeliver', () => {
  it('counts dead callbacks, and gives them back once to the worker that runs', async () => {
    const gateway = await startWithDead('everything set');
    const env = { DATABASE_URL: gateway.databaseUrl };
    expect(await runToEnd(['redeliver'], { env })).toMatchObject({ code: 0, stdout: COUNTED });
    expect(await runToEnd(['redeliver', 'langfuse'], { env })).toMatchObject({ code: 0, stdout: GIVEN_BACK });
    await waitFor('every observation', () => langfuse.spans.length === CALLS, PATIENCE_MS);
    const again = await runToEnd(['redeliver', 'langfuse'], { env });
    expect(again.stdout).toBe(GIVEN_BACK.replace(String(CALLS), '0'));
    expect([langfuse.spans.length, langfuse.duplicates]).toEqual([CALLS, 0]);
  });

  it('works on the embedded database while nothing else runs on it; the next start sends them', async () => {
    const gateway = await startWithDead('nothing set');
    const args = ['redeliver', 'langfuse', '--data-dir', gateway.dataFolder];
    expect(await runToEnd(args)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/data folder is in use .* stop it first/) as string,
    });
    await gateway.stop();
    expect(await runToEnd(args)).toMatchObject({ code: 0, stdout: GIVEN_BACK });
    await gateway.restart();
    await waitFor('every observation', () => langfuse.spans.length === CALLS, PATIENCE_MS);
    expect(langfuse.duplicates).toBe(0);
  });
});
