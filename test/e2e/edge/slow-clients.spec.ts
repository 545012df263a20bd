import { connect } from 'node:net';
import { callGateway, createKey, rawRequest, waitFor, waitForRows } from '../../support/gateway/index.js';
import { EndlessUpstream } from '../../support/upstream/index.js';
import { buildModel } from '../../support/builders/index.js';
import { bodyOf, byExpress, CHAT, describeEdge } from './edge-gateway.js';
import { untilStill } from './until-still.js';

const CHAT_HEAD = { 'content-type': 'application/json', 'content-length': '50000' };

describeEdge('clients that send slowly', (edge) => {
  const begin = (line: string): string => rawRequest(line, { ...edge().authorized, ...CHAT_HEAD });

  it.each([CHAT, 'POST /v1/messages', 'POST /key/generate'])(
    'are cut by the time for the whole body on %s, though each piece comes in time',
    async (line) => {
      const { text, seconds } = await trickle(edge().gateway.port, begin(line), 100);
      expect(text).toMatch(/^HTTP\/1.1 408 [^]*connection: close\r\n/i);
      expect(seconds).toBeLessThan(8);
      expect(edge().reached).toBe(0);
    },
  );

  it('are cut earlier when nothing comes at all', async () => {
    const answer = await edge().talk(`${begin(CHAT)}{"model":`);
    expect(answer.statuses).toEqual([408]);
    expect(byExpress(answer)).toBe(false);
    expect(edge().reached).toBe(0);
  });

  it('hold no more than the process’s budget of bytes together: what comes beyond is 503, and passes a moment later', async () => {
    const body = bodyOf({}, 1_000_000);
    const request = rawRequest(CHAT, { ...edge().authorized, connection: 'close' }, body);
    const holder = connect(edge().gateway.port, '127.0.0.1');
    let answered = '';
    holder.setEncoding('utf8').on('data', (piece: string) => (answered += piece));
    holder.write(request.slice(0, -10));
    await waitFor('the first body in memory', async () => {
      const { text } = await callGateway(edge().gateway, 'GET /metrics');
      return Number(/^tollgate_buffered_body_bytes (\d+)/m.exec(text)?.[1]) > 900_000;
    });
    const refused = await edge().talk(request);
    expect(refused.statuses).toEqual([503]);
    expect(refused.text).toMatch(/^retry-after: \d+\r$/im);
    expect(edge().reached).toBe(0);
    holder.write(request.slice(-10));
    await waitFor('the answer to the first', () => answered.includes('"chat.completion"'));
    expect((await edge().talk(request)).statuses).toEqual([200]);
  });
});

describe('clients that read slowly', () => {
  let endless: EndlessUpstream;
  beforeAll(async () => {
    endless = await EndlessUpstream.start();
  });
  afterAll(() => endless.close());

  describeEdge(
    'before a provider that never ends',
    (edge) => {
      it('stop the provider instead of filling memory, and go on when they read again', async () => {
        const { key, hash } = await createKey(edge().gateway);
        const reader = connect(edge().gateway.port, '127.0.0.1');
        reader.on('error', () => undefined).pause();
        const headers = { authorization: `Bearer ${key}` };
        reader.write(rawRequest(CHAT, headers, bodyOf({ model: 'endless', stream: true })));
        const stalled = await untilStill('the provider to stop', () => endless.sentBytes);
        expect(stalled).toBeGreaterThan(100_000);
        expect(stalled).toBeLessThan(64_000_000);
        reader.resume();
        await waitFor('more from the provider', () => endless.sentBytes > stalled + 10_000_000);
        reader.destroy();
        await waitFor('the end of the call at the provider', () => endless.open === 0);
        const [row] = await waitForRows(edge().gateway.databaseUrl, hash, 1);
        expect(row).toMatchObject({ status: 'cancelled' });
      });
    },
    {},
    {},
    () => [buildModel({ name: 'endless', model: 'openai/endless', apiBase: `${endless.url}/v1` })],
  );
});

/** Sends a head, then a byte each `everyMs`, until the other side closes. */
function trickle(
  port: number,
  head: string,
  everyMs: number,
): Promise<{ readonly text: string; readonly seconds: number }> {
  return new Promise((resolve) => {
    const began = performance.now();
    let text = '';
    const socket = connect(port, '127.0.0.1');
    const timer = setInterval(() => socket.write(' '), everyMs);
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket
      .on('error', () => undefined)
      .once('close', () => {
        clearInterval(timer);
        resolve({ text, seconds: (performance.now() - began) / 1000 });
      });
    socket.write(head);
  });
}
