import { startUpstream } from '../../conformance/start-upstream.js';
import { FakeLangfuse } from '../../support/fake-langfuse/index.js';
import { callGateway, createKey, Gateway, waitFor } from '../../support/gateway/index.js';
import { tracedGateway } from './traced-gateway.js';

jest.setTimeout(150_000);

const PROMPT = 'words of the prompt that stay in the house';
const ANSWER = 'Hello from the upstream.';
const REDACTED = 'redacted-by-litellm';
/** A back-off of seconds, and the circuit's own. */
const RECOVERED_MS = 60_000;
/** What a killed worker had in hand is given to another when its lock has run out (30 s) and two checks have seen that (30 s apart). */
const TAKEN_OVER_MS = 100_000;

let upstream: Awaited<ReturnType<typeof startUpstream>>;
let langfuse: FakeLangfuse;
let gateway: Gateway | undefined;
beforeAll(async () => {
  upstream = await startUpstream();
});
beforeEach(async () => {
  langfuse = await FakeLangfuse.start();
});
afterEach(async () => {
  await gateway?.dispose();
  gateway = undefined;
  await langfuse.stop();
});
afterAll(() => upstream.stop());

const ask = (running: Gateway, key: string, model: string) =>
  callGateway(running, 'POST /v1/chat/completions', {
    key,
    body: { model, messages: [{ role: 'user', content: PROMPT }] },
  });

describe('turn_off_message_logging: true', () => {
  it('tells Langfuse of success and failure, and no word of what was asked and answered', async () => {
    gateway = await Gateway.start(tracedGateway(upstream.url, langfuse, '  turn_off_message_logging: true\n'));
    const { key } = await createKey(gateway);
    expect((await ask(gateway, key, 'gpt-4o')).text).toContain(ANSWER);
    expect((await ask(gateway, key, 'openai/err-500')).status).toBe(500);
    await waitFor('both observations', () => langfuse.spans.length === 2, 20_000);
    const sent = JSON.stringify(langfuse.spans.map(({ attributes }) => attributes));
    expect(sent).not.toContain(PROMPT);
    expect(sent).not.toContain(ANSWER);
    expect(sent).toContain(REDACTED);
    const levels = langfuse.spans.map(({ attributes }) => attributes['langfuse.observation.level']);
    expect(levels.sort()).toEqual(['DEFAULT', 'ERROR']);
    expect(langfuse.spans.every(({ attributes }) => 'langfuse.observation.model.name' in attributes)).toBe(true);
  });
});

describe('a Langfuse that is down', () => {
  it.each([
    ['cuts every connection', 'cut'],
    ['answers 503', { status: 503 }],
    ['refuses the credentials', { status: 401 }],
  ] as const)('which %s: no request is touched, and each is delivered once when it is back', async (_name, fault) => {
    gateway = await Gateway.start(tracedGateway(upstream.url, langfuse));
    const { key } = await createKey(gateway);
    langfuse.failAlways(fault);
    const calls = 8;
    for (let call = 0; call < calls; call += 1) expect((await ask(gateway, key, 'gpt-4o')).status).toBe(200);
    await waitFor('the first attempt to deliver', () => langfuse.arrived > 0, 20_000);
    expect((await ask(gateway, key, 'gpt-4o')).status).toBe(200);
    expect(langfuse.spans).toHaveLength(0);
    langfuse.recover();
    await waitFor('every observation', () => langfuse.spans.length >= calls + 1, RECOVERED_MS);
    expect(langfuse.spans).toHaveLength(calls + 1);
    expect(langfuse.duplicates).toBe(0);
  });

  it('hangs: no request waits for it', async () => {
    gateway = await Gateway.start(tracedGateway(upstream.url, langfuse));
    const { key } = await createKey(gateway);
    const release = langfuse.holdNext();
    expect((await ask(gateway, key, 'gpt-4o')).status).toBe(200);
    await waitFor('the delivery that hangs', () => langfuse.arrived > 0, 20_000);
    expect((await ask(gateway, key, 'gpt-4o')).status).toBe(200);
    release();
    await waitFor('both observations', () => langfuse.spans.length === 2, RECOVERED_MS);
    expect(langfuse.duplicates).toBe(0);
  });
});

describe('a gateway that is killed before it could deliver', () => {
  it('delivers after its next start, each observation once', async () => {
    gateway = await Gateway.start(tracedGateway(upstream.url, langfuse));
    const { key } = await createKey(gateway);
    langfuse.failAlways('cut');
    for (let call = 0; call < 3; call += 1) expect((await ask(gateway, key, 'gpt-4o')).status).toBe(200);
    await gateway.kill9();
    langfuse.recover();
    await gateway.restart();
    await waitFor('every observation', () => langfuse.spans.length >= 3, TAKEN_OVER_MS);
    expect(langfuse.spans).toHaveLength(3);
    expect(langfuse.duplicates).toBe(0);
  });
});
