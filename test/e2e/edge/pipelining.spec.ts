import { dialRaw, rawRequest, waitFor } from '../../support/gateway/index.js';
import { Gate, speakChat } from '../../support/upstream/index.js';
import { bodyOf, CHAT, describeEdge } from './edge-gateway.js';
import { untilStill } from './until-still.js';

/** Of a body: far more than the buffers of two sockets hold. */
const LARGE_BYTES = 60_000_000;

describeEdge('requests behind one another on a socket', (edge) => {
  const chats = (count: number): string =>
    Array.from({ length: count }, (_, index) =>
      rawRequest(CHAT, edge().authorized, bodyOf({ user: `u-${String(index)}` })),
    ).join('');
  /** Runs with a provider that answers when told. */
  const held = async (act: (gate: Gate) => Promise<void>): Promise<void> => {
    const gate = new Gate();
    edge().upstream.on('m', (request) => speakChat(request, { outputTokens: 2, promptTokens: 1, before: gate.opened }));
    try {
      await act(gate);
    } finally {
      gate.open();
      edge().upstream.on('m', (request) => speakChat(request, { outputTokens: 2, promptTokens: 1 }));
    }
  };

  it('runs 500 pipelined POSTs one at a time, and answers all of them in order', async () => {
    await held(async (gate) => {
      const answers = edge().talk(chats(500), (text) => text.split('"chat.completion"').length > 500);
      const first = edge().upstream.requests.length + 1 - edge().reached;
      await edge().upstream.received('m', edge().upstream.of('m').length + 1 - edge().reached);
      expect(edge().reached).toBe(1);
      gate.open();
      const { statuses } = await answers;
      expect(statuses).toHaveLength(500);
      expect(new Set(statuses)).toEqual(new Set([200]));
      const users = edge()
        .upstream.requests.slice(first - 1)
        .map(({ body }) => body['user']);
      expect(users).toEqual(Array.from({ length: 500 }, (_, index) => `u-${String(index)}`));
    });
  }, 60_000);

  it('serves nothing to a client that pipelines without end: it is cut off, or not read from', async () => {
    await held(async () => {
      await expect(edge().talk(chats(2_000))).rejects.toThrow(/ECONNRESET|EPIPE|nothing more came/);
      expect(edge().reached).toBeLessThanOrEqual(1);
    });
  }, 30_000);

  it.each([
    ['an upgrade', 'GET /v1/models HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n', 501],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nhost: x\r\n\r\n', 501],
    ['bytes that are no HTTP', 'NONSENSE\r\n\r\n', 400],
    ['headers that are too large', `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400],
  ])('does not let %s spoil the answer before it', async (_name, bytes, status) => {
    await held(async (gate) => {
      const asked = edge().upstream.of('m').length + 1;
      const answers = edge().talk(chats(1) + bytes);
      await edge().upstream.received('m', asked);
      gate.open();
      const { statuses, text } = await answers;
      expect(statuses).toEqual([200, status]);
      expect(text).toMatch(/"chat\.completion"[^]*connection: close/i);
    });
  });

  it('does not read the body of a request that waits', async () => {
    await held(async (gate) => {
      const asked = edge().upstream.of('m').length + 1;
      const second = rawRequest(CHAT, { ...edge().authorized, 'content-length': String(LARGE_BYTES) });
      const socket = dialRaw(edge().gateway.port, chats(1) + second);
      let text = '';
      socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      await edge().upstream.received('m', asked);
      let taken = 0;
      const piece = Buffer.alloc(64 * 1024, 'x');
      for (let left = LARGE_BYTES; left > 0; left -= piece.length)
        socket.write(piece, (error) => (taken += error == null ? piece.length : 0));
      expect(await untilStill('the gateway to read no more', () => taken)).toBeLessThan(LARGE_BYTES / 2);
      expect(edge().reached).toBe(1);
      gate.open();
      await waitFor('the second answer', () => text.includes('HTTP/1.1 413 '));
      expect(text).toMatch(/^HTTP\/1.1 200 [^]*"chat\.completion"[^]*HTTP\/1.1 413 /);
      socket.destroy();
    });
  });

  it('reads the body of a request that waited when its turn comes', async () => {
    await held(async (gate) => {
      const asked = edge().upstream.of('m').length + 1;
      const second = rawRequest(
        CHAT,
        { ...edge().authorized, connection: 'close' },
        bodyOf({ user: 'second' }, 900_000),
      );
      const answers = edge().talk(chats(1) + second);
      await edge().upstream.received('m', asked);
      const metrics = await edge().ask('GET /metrics');
      expect(Number(/^tollgate_buffered_body_bytes (\d+)/m.exec(metrics.text)?.[1])).toBeLessThan(10_000);
      expect(edge().reached).toBe(1);
      gate.open();
      expect((await answers).statuses).toEqual([200, 200]);
      expect(edge().upstream.requests.at(-1)?.body['user']).toBe('second');
    });
  });

  it('does not read on from a socket on which one waits: more than may wait is cut off only when its turn comes', async () => {
    await held(async (gate) => {
      const asked = edge().upstream.of('m').length + 1;
      const next = rawRequest('GET /v1/models', edge().authorized);
      async function* pieces(): AsyncGenerator<string> {
        yield chats(1);
        await edge().upstream.received('m', asked);
        for (const count of [1, 600]) {
          yield next.repeat(count);
          // by then the gateway has had its turn with what was written before
          await edge().ask('GET /metrics');
        }
        gate.open();
      }
      const { statuses, text } = await edge().talk(pieces(), (soFar) => soFar.includes('"chat.completion"'));
      expect(statuses).toEqual([200]);
      expect(text).toContain('"chat.completion"');
    });
  });
});
