import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AddressRules, Timeouts } from '@tollgate/canonical';
import { UpstreamBroken } from '../body-reader.js';
import { UpstreamClient } from '../upstream-client.js';
import { guardedLookup, type Lookup } from './guarded-lookup.js';
import { refuseHost } from './refuse-address.js';

const TEAM: AddressRules = { privateNetworks: 'refused', allowed: [] };
const TIMEOUTS: Timeouts = { connectMs: 2_000, firstTokenMs: 5_000, idleMs: 5_000, totalMs: 5_000 };

/** A name server that answers these addresses, one list after the other. */
function nameServer(...answers: readonly (readonly string[])[]): Lookup {
  const rest = [...answers];
  const ask = (_name: string, _options: object, callback: (error: null, found: object[]) => void): void =>
    callback(
      null,
      (rest.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  return ask as unknown as Lookup;
}

function lookUp(lookup: ReturnType<typeof guardedLookup>, name = 'models.example'): Promise<string> {
  return new Promise((resolve) =>
    lookup(name, { all: true }, (error, found) => resolve(error === null ? JSON.stringify(found) : error.message)),
  );
}

describe('a guarded connection', () => {
  let server: Server;
  let calls = 0;
  const client = new UpstreamClient();

  beforeAll(async () => {
    server = createServer((_request, response) => {
      calls += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  const send = (host: string, addresses?: AddressRules) => {
    const { port } = server.address() as AddressInfo;
    const spec = { method: 'GET', origin: `http://${host}:${port}`, path: ['v1'], headers: {} } as const;
    const { signal } = new AbortController();
    return client.send(spec, { timeouts: TIMEOUTS, streamed: false, signal, addresses });
  };

  it.each(['127.0.0.1', 'localhost'])('to %s is refused before a byte is sent, and billed to nobody', async (host) => {
    // an open connection of somebody who may is not for whom may not
    expect((await send(host)).status).toBe(200);
    const before = calls;
    const error: unknown = await send(host, TEAM).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(UpstreamBroken);
    expect((error as UpstreamBroken).failure).toMatchObject({ unbilled: true, transport: 'unreachable' });
    expect(calls).toBe(before);
  });

  it('to a name is judged by each address that the name has, each time it is asked for', async () => {
    const lookup = guardedLookup(
      TEAM,
      nameServer(['93.184.216.34'], ['169.254.169.254'], ['93.184.216.34', '10.0.0.1']),
    );
    expect(await lookUp(lookup)).toBe('[{"address":"93.184.216.34","family":4}]');
    expect(await lookUp(lookup)).toContain('169.254.169.254 is reserved');
    expect(await lookUp(lookup)).toContain('10.0.0.1 is in a private network');
  });

  it.each(['models.example', 'Models.Example', 'models.example.'])(
    'to %s goes where the name leads that the operator lets through, as whoever judged it before let it',
    async (name) => {
      const rules: AddressRules = { ...TEAM, allowed: ['models.Example'] };
      expect(refuseHost(name, rules)).toBeUndefined();
      expect(await lookUp(guardedLookup(rules, nameServer(['10.0.0.1'])), name)).toContain('"10.0.0.1"');
    },
  );
});
