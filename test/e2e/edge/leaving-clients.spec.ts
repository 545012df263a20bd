import type { Socket } from 'node:net';
import { createKey, dialRaw, rawRequest, waitFor, waitForRows } from '../../support/gateway/index.js';
import { Gate, speakChat } from '../../support/upstream/index.js';
import { bodyOf, CHAT, describeEdge, type Edge } from './edge-gateway.js';

/** From the client's leaving to the end of its call at the provider: a second, and what a busy machine adds. */
const ABORT_MS_MAX = 2_000;

const LEAVING: readonly (readonly [how: string, leave: (socket: Socket) => void])[] = [
  ['ends', (socket) => socket.end()],
  ['closes', (socket) => socket.destroy()],
  ['resets', (socket) => socket.resetAndDestroy()],
];
const UPGRADE = rawRequest('GET /v1/models', { connection: 'upgrade', upgrade: 'websocket' });
const BEHIND: readonly (readonly [what: string, bytes: (edge: Edge) => string])[] = [
  ['nothing', () => ''],
  ['a request', (edge) => rawRequest(CHAT, edge.authorized, bodyOf({ user: 'behind' }))],
  ['a hundred requests', (edge) => rawRequest('GET /v1/models', edge.authorized).repeat(100)],
  ['a body that is not whole', (edge) => rawRequest(CHAT, edge.authorized, bodyOf({}, 900_000)).slice(0, 60_000)],
  ['half a head', () => 'POST /v1/chat/compl'],
  ['an upgrade', () => UPGRADE],
  ['what is no HTTP', () => '\u0000\u0001 hello\r\n\r\n'],
];

describeEdge('a client that leaves during its call', (edge) => {
  describe.each(LEAVING)('and %s its connection', (_how, leave) => {
    it.each(BEHIND)(
      'with %s behind its call, is noticed at once: the call ends at the provider, and the row says so',
      async (_what, behind) => {
        const gate = new Gate();
        edge().upstream.on('m', (request) =>
          speakChat(request, { outputTokens: 2, promptTokens: 1, before: gate.opened }),
        );
        try {
          const { key, hash } = await createKey(edge().gateway);
          const number = edge().upstream.of('m').length + 1;
          const request = rawRequest(CHAT, { authorization: `Bearer ${key}` }, bodyOf());
          const socket = dialRaw(edge().gateway.port, request + behind(edge()));
          const called = await edge().upstream.received('m', number);
          // by then the gateway has had its turn with what was written behind
          await edge().ask('GET /metrics');
          leave(socket);
          await waitFor('the end of the call at the provider', () => called.aborted, ABORT_MS_MAX);
          expect(edge().reached).toBe(1);
          const [row] = await waitForRows(edge().gateway.databaseUrl, hash, 1);
          expect(row).toMatchObject({ status: 'cancelled', http_status: 499, error_code: 'client_closed' });
        } finally {
          gate.open();
        }
      },
      15_000,
    );
  });

  it('with more behind its call than is held back, is noticed when the next is written to it', async () => {
    const gate = new Gate();
    edge().upstream.on('m', (request) =>
      speakChat(request, {
        outputTokens: 1_000,
        promptTokens: 1,
        gate: (index) => (index > 1 ? gate.opened : undefined),
      }),
    );
    const { key, hash } = await createKey(edge().gateway);
    const number = edge().upstream.of('m').length + 1;
    const request = rawRequest(CHAT, { authorization: `Bearer ${key}` }, bodyOf({ stream: true }));
    const behind = rawRequest(CHAT, edge().authorized, bodyOf({}, 900_000));
    const socket = dialRaw(edge().gateway.port, request + behind);
    const called = await edge().upstream.received('m', number);
    await waitFor('the first event', () => socket.bytesRead > 0);
    socket.destroy();
    gate.open();
    await waitFor('the end of the call at the provider', () => called.aborted || called.answered, ABORT_MS_MAX);
    const [row] = await waitForRows(edge().gateway.databaseUrl, hash, 1);
    expect(row).toMatchObject({ status: 'cancelled', error_code: 'client_closed' });
    expect(edge().reached).toBe(1);
  });
});
