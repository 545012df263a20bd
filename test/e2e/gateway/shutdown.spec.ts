import net from 'node:net';
import {
  callGateway,
  createKey,
  type Gateway,
  openCall,
  parseEvents,
  startAt,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import { buildChatModel, buildConfig } from '../../support/builders/index.js';
import { Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const MODEL = 'gpt-4o-drained';
const STREAMS = 50;
const PRICE = { inputNano: 1_000_000n, outputNano: 2_000_000n };
const config = () => buildConfig([buildChatModel(upstream, MODEL, PRICE)]);
const body = { model: MODEL, messages: [{ role: 'user', content: 'Hello!' }], stream: true };

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('cuts no live stream and loses no row, takes no new request, and ends with exit code 0', async () => {
    const gate = new Gate();
    upstream.on(MODEL, (request) =>
      speakChat(request, {
        outputTokens: 40,
        promptTokens: 20,
        gate: (index) => (index < 3 ? undefined : gate.opened),
      }),
    );
    const { gateway, dispose } = await startAt('everything set', { config: config() });
    try {
      const { key, hash } = await createKey(gateway);
      const before = upstream.of(MODEL).length;
      const streams = await Promise.all(
        Array.from({ length: STREAMS }, () => openCall(gateway, 'POST /v1/chat/completions', { key, body })),
      );
      await upstream.received(MODEL, before + STREAMS);
      gateway.signal(signal);
      await waitFor('it to take no more', () => refusesNew(gateway.url, key));
      gate.open();
      const texts = await Promise.all(streams.map((stream) => stream.text()));
      for (const text of texts) expect(parseEvents(text).at(-1)?.data).toBe('[DONE]');
      expect(await gateway.exited).toEqual({ code: 0, signal: null });
      const rows = await waitForRows(gateway.databaseUrl, hash, STREAMS);
      expect(rows.filter((row) => row.status === 'success')).toHaveLength(STREAMS);
      expect(gateway.output).not.toMatch(/"level":"(warn|error)"/);
    } finally {
      gate.open();
      await dispose();
    }
  }, 60_000);
});

describe('a drain before the stop', () => {
  const token = 'drain-token-of-the-tests';
  const drained = (gateway: Gateway, given?: string) =>
    callGateway<{ status?: string; error?: { message: string } }>(gateway, 'GET /health/drain', {
      key: null,
      headers: given === undefined ? {} : { 'x-drain-token': given },
    });
  const started = (more: object = {}) =>
    startAt('everything set', {
      config: buildConfig([buildChatModel(upstream, MODEL, PRICE)], {
        general_settings: { enable_drain_endpoint: true, drain_endpoint_token: 'os.environ/DRAIN_TOKEN' },
      }),
      env: { DRAIN_TOKEN: token, ...more },
    });
  const statusOf = async (gateway: Gateway, path: string) => (await callGateway(gateway, `GET ${path}`)).status;
  const openStream = async (gateway: Gateway, gate: Gate) => {
    upstream.on(MODEL, (request) =>
      speakChat(request, { outputTokens: 5, promptTokens: 2, gate: (index) => (index < 2 ? undefined : gate.opened) }),
    );
    const before = upstream.of(MODEL).length;
    const { key } = await createKey(gateway);
    const stream = await openCall(gateway, 'POST /v1/chat/completions', { key, body });
    await upstream.received(MODEL, before + 1);
    return { stream, key };
  };

  it('turns probes away at once, serves what comes all the same, and answers when the last stream has ended', async () => {
    const gate = new Gate();
    const { gateway, dispose } = await started();
    try {
      for (const wrong of [undefined, '', 'x', `${token}x`]) expect((await drained(gateway, wrong)).status).toBe(403);
      expect([await statusOf(gateway, '/health/readiness'), await statusOf(gateway, '/health/liveness')]).toEqual([
        200, 200,
      ]);
      const { stream, key } = await openStream(gateway, gate);
      let ended = false;
      const drain = drained(gateway, token).finally(() => (ended = true));
      await waitFor('the probes to turn away', async () => (await statusOf(gateway, '/health/readiness')) === 503);
      expect(await statusOf(gateway, '/health/liveliness')).toBe(503);
      expect((await callGateway(gateway, 'GET /v1/models', { key })).status).toBe(200);
      expect(ended).toBe(false);
      gate.open();
      expect(parseEvents(await stream.text()).at(-1)?.data).toBe('[DONE]');
      expect(await drain).toMatchObject({ status: 200, body: { status: 'drained', in_flight_requests: 0 } });
      expect(await statusOf(gateway, '/health/readiness')).toBe(503);
    } finally {
      gate.open();
      await dispose();
    }
  }, 60_000);

  it('says what is left when the time for it is over', async () => {
    const gate = new Gate();
    const { gateway, dispose } = await started({ GRACEFUL_SHUTDOWN_TIMEOUT: '0.2' });
    try {
      const { stream } = await openStream(gateway, gate);
      expect(await drained(gateway, token)).toMatchObject({
        status: 200,
        body: { status: 'timeout', in_flight_requests: 1 },
      });
      gate.open();
      await stream.text();
    } finally {
      gate.open();
      await dispose();
    }
  }, 60_000);
});

it('ends although somebody holds a connection on which nothing was ever sent', async () => {
  const { gateway, dispose } = await startAt('everything set', { config: config() });
  const idle = net.connect(gateway.port, '127.0.0.1');
  idle.on('error', () => undefined);
  try {
    await new Promise((resolve) => idle.once('connect', resolve));
    await callGateway(gateway, 'GET /v1/models');
    const began = performance.now();
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(5000);
  } finally {
    idle.destroy();
    await dispose();
  }
}, 60_000);

it('ends the embedded database too, also one that a killed predecessor left running', async () => {
  const { gateway, dispose } = await startAt('nothing set', {});
  try {
    await gateway.kill9();
    await gateway.restart();
    const url = gateway.databaseUrl;
    expect(await gateway.stop()).toEqual({ code: 0, signal: null });
    const { port } = new URL(url);
    await expect(
      new Promise((resolve, reject) => {
        const probe = net.connect(Number(port), '127.0.0.1');
        probe.once('connect', resolve).once('error', reject);
      }),
    ).rejects.toThrow('ECONNREFUSED');
  } finally {
    await dispose();
  }
}, 60_000);

/** New requests are refused: with 503, or because nobody listens. */
async function refusesNew(url: string, key: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'no-such-model', messages: [] }),
    });
    await answer.text();
    return answer.status === 503;
  } catch {
    return true;
  }
}
