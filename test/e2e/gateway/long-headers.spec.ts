import {
  GatewayProcess,
  makeDataFolder,
  rawRequest,
  removeDataFolder,
  talkRaw,
  waitFor,
} from '../../support/gateway/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/services/index.js';

jest.setTimeout(90_000);

const MASTER_KEY = 'sk-master-of-the-long-headers';

/** The whole product, and each part that listens for others on its own. */
describe.each([
  { part: 'all in one', command: [], route: 'GET /v1/models' },
  { part: 'a gateway alone', command: ['gateway'], route: 'GET /v1/models' },
  { part: 'an admin alone', command: ['admin'], route: 'GET /key/list' },
])('the headers that $part takes', ({ command, route }) => {
  let database: TestDatabase;
  let folder: string;
  let running: GatewayProcess;
  let port = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = makeDataFolder();
    const env = { DATABASE_URL: database.url, MASTER_KEY, PORT: '0', ADMIN_PORT: '0' };
    running = new GatewayProcess([...command, '--data-dir', folder], env, folder);
    port = await waitFor(
      'the server to listen',
      () => {
        if (running.exit !== undefined) throw new Error(running.stderr);
        const found = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(running.stdout)?.[1];
        return found === undefined ? undefined : Number(found);
      },
      30_000,
    );
  });
  afterAll(async () => {
    await running.endWith('SIGTERM', 30_000);
    await removeDataFolder(folder);
    await database.drop();
  });

  const ask = (headers: Readonly<Record<string, string>>) =>
    talkRaw(port, rawRequest(route, { authorization: `Bearer ${MASTER_KEY}`, connection: 'close', ...headers }));
  const numbered = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-number-${String(index)}`, 'v']));

  it('are 15 kB, and a hundred', async () => {
    expect((await ask({ 'x-long': 'a'.repeat(15_000) })).statuses).toEqual([200]);
    // with host, authorization and connection
    expect((await ask(numbered(97))).statuses).toEqual([200]);
  });

  it.each([
    ['40 kB', { 'x-long': 'a'.repeat(40_000) }],
    ['101 headers', numbered(98)],
    ['a thousand headers', numbered(1000)],
  ])('are not %s: that is answered whole with 431', async (_name, headers) => {
    const { statuses, text } = await ask(headers);
    expect(statuses).toEqual([431]);
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    expect(JSON.parse(body)).toMatchObject({ error: { type: 'invalid_request_error', code: '431' } });
  });

  it('go on being read after that', async () => {
    expect((await ask({})).statuses).toEqual([200]);
  });
});
