import { connect, type Socket } from 'node:net';
import { callGateway, rawRequest, waitFor } from '../../support/gateway/index.js';
import { bodyOf, CHAT, describeEdge } from './edge-gateway.js';

const CONNECTIONS_MAX = 300;
/** Far above what a flood of bounded size leaves behind, far below what an unbounded one takes. */
const GROWTH_MB_MAX = 500;

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
    const FLOODS: readonly (readonly [name: string, bytes: () => string])[] = [
      ['requests behind one another, whose answers nobody reads', () => tiny.repeat(500)],
      [
        'requests behind one that waits for its body',
        () => rawRequest(CHAT, edge().authorized, bodyOf()) + tiny.repeat(400),
      ],
      ['headers', () => `GET / HTTP/1.1\r\n${'x-a: y\r\n'.repeat(100_000)}`],
      ['heads that never end', () => `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'y'.repeat(10_000)}`],
      ['bytes that are no HTTP', () => '\u0000\u00ff'.repeat(200_000)],
      ['bodies from nobody', () => rawRequest(CHAT, { 'content-length': '900000' }) + 'x'.repeat(900_000)],
      ['upgrades', () => rawRequest('GET /', { connection: 'upgrade', upgrade: 'x' }) + 'x'.repeat(100_000)],
    ];
    it.each(FLOODS)(
      'of %s leave the process serving, and its memory bounded',
      async (_name, bytes) => {
        const before = edge().residentMb;
        const flood = bytes();
        for (let round = 0; round < 3; round += 1) {
          for (let count = 0; count < 100; count += 1) dial(flood).pause();
          await waitFor('the flood to be on its way', () =>
            open.every((socket) => socket.destroyed || !socket.connecting),
          );
          expect((await callGateway(edge().gateway, 'GET /health/readiness', { key: null })).status).toBe(200);
          await hangUp();
        }
        expect(edge().residentMb - before).toBeLessThan(GROWTH_MB_MAX);
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
        const before = edge().residentMb;
        const body = bodyOf({ x: 0 }).replace('"x":0', `"x":[${unit.repeat(40_000_000 / unit.length)}0]`);
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
        expect(edge().residentMb - before).toBeLessThan(GROWTH_MB_MAX);
      },
      60_000,
    );

    it('of members in one body are refused before they are parsed', async () => {
      const members = Array.from({ length: 1_000_000 }, (_, index) => `"a${String(index)}":1`).join(',');
      expect((await edge().ask(CHAT, {}, `{${members}}`)).statuses).toEqual([400]);
      expect(edge().reached).toBe(0);
    });
  },
  { max_client_connections: CONNECTIONS_MAX },
);
