import { connect, type Socket } from 'node:net';
import { callGateway, rawRequest, waitFor } from '../../support/gateway/index.js';
import { bodyOf, CHAT, describeEdge } from './edge-gateway.js';

const CONNECTIONS_MAX = 300;
const FLOODERS = 100;
/** Rounds of a flood in which the process takes what it then goes on with. */
const WARMING = 3;
/** Of resident memory after those: above what garbage moves, below what the further rounds would leave if their bytes were kept. */
const GROWTH_MB_MAX = 150;

describeEdge(
  'floods',
  (edge) => {
    const open: Socket[] = [];
    const dial = (bytes = ''): Socket => {
      const socket = connect(edge().gateway.port, '127.0.0.1').on('error', () => undefined);
      if (bytes !== '') socket.write(bytes);
      open.push(socket);
      return socket;
    };
    const hangUp = async (): Promise<void> => {
      for (const socket of open.splice(0)) socket.destroy();
      await waitFor('the gateway to have room', async () =>
        callGateway(edge().gateway, 'GET /health/liveness', { key: null }).then(
          ({ status }) => status === 200,
          () => false,
        ),
      );
    };
    afterEach(hangUp);

    it('of connections: what comes beyond the limit is closed at once, and those before are served', async () => {
      const first = dial();
      await waitFor('the first connection', () => first.readyState === 'open');
      for (let count = 1; count < CONNECTIONS_MAX + 50; count += 1) dial();
      await waitFor('those beyond to be closed', () => open.filter((socket) => socket.destroyed).length >= 50);
      let text = '';
      first.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      first.write(rawRequest('GET /v1/models', edge().authorized));
      await waitFor('an answer on the first', () => text.includes('"object":"list"'));
    });

    const tiny = 'GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n';
    const FLOODS: readonly (readonly [name: string, rounds: number, bytes: () => string])[] = [
      ['requests behind one another, whose answers nobody reads', 8, () => tiny.repeat(500)],
      [
        'requests behind one that waits for its body',
        5,
        () => rawRequest(CHAT, edge().authorized, bodyOf()) + tiny.repeat(400),
      ],
      ['headers', 16, () => `GET / HTTP/1.1\r\n${'x-a: y\r\n'.repeat(100_000)}`],
      ['heads that never end', 120, () => `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'y'.repeat(15_000)}`],
      ['bytes that are no HTTP', 16, () => '\u0000\u00ff'.repeat(200_000)],
      ['bodies from nobody', 16, () => rawRequest(CHAT, { 'content-length': '900000' }) + 'x'.repeat(900_000)],
      ['upgrades', 32, () => rawRequest('GET /', { connection: 'upgrade', upgrade: 'x' }) + 'x'.repeat(100_000)],
    ];
    it.each(FLOODS)(
      'of %s leave the process serving, and its memory where it was',
      async (_name, rounds, bytes) => {
        const flood = bytes();
        const residentMb: number[] = [];
        for (let round = 1; round <= WARMING + rounds; round += 1) {
          for (let count = 0; count < FLOODERS; count += 1) dial(flood).pause();
          await waitFor('the flood to be sent', () => open.every((socket) => socket.destroyed || isSent(socket)));
          expect((await callGateway(edge().gateway, 'GET /health/readiness', { key: null })).status).toBe(200);
          await hangUp();
          residentMb.push(edge().residentMb);
        }
        const [before = NaN, after = NaN] = [residentMb[WARMING - 1], residentMb.at(-1)];
        expect(after - before).toBeLessThan(GROWTH_MB_MAX);
      },
      60_000,
    );

    const DENSE: readonly (readonly [name: string, unit: string, status: number])[] = [
      ['objects', '{},', 413],
      ['arrays', '[],', 413],
      ['numbers', '1,', 413],
    ];
    it.each(DENSE)(
      'of %s in one body of 40 MB are refused before they are parsed',
      async (_name, unit, status) => {
        // without an end: a parser would say 400
        const body = `{"x":[${unit.repeat(40_000_000 / unit.length)}`;
        let statuses: readonly number[] = [503];
        // what the floods before held is given back as their sockets close; until then there is no room, and the connection is closed
        await waitFor('room for it', async () => {
          statuses = await edge()
            .ask(CHAT, {}, body)
            .then(
              (answer) => answer.statuses,
              () => [503],
            );
          return statuses[0] !== 503;
        });
        expect(statuses).toEqual([status]);
        expect(edge().reached).toBe(0);
      },
      60_000,
    );

    it('of members in one body are refused before they are parsed', async () => {
      const members = Array.from({ length: 1_000_000 }, (_, index) => `"a${String(index)}":1`).join(',');
      // without an end: a parser would say that
      const answer = await edge().ask(CHAT, {}, `{${members}`);
      expect(answer.statuses).toEqual([400]);
      expect(answer.text).toContain('more than 1000 members');
      expect(edge().reached).toBe(0);
    });
  },
  { max_client_connections: CONNECTIONS_MAX },
);

/** All its bytes have left this process. */
function isSent(socket: Socket): boolean {
  return !socket.connecting && socket.writableLength === 0;
}
