import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { type Document, readRoutes, type ReadRoute } from '../support/written-routes.js';

/** What a parameter may be called with by anybody who may ask at all, as it stands in the address. */
const HOSTILE: readonly string[] = [
  '',
  '0001-01-01',
  '9999-12-31',
  '0000-00-00',
  '99999-01-01',
  '-1',
  '32768',
  '2147483648',
  '1e18',
  '1e309',
  `'); DROP TABLE tollgate.virtual_key; --`,
  'x'.repeat(10_000),
].map((value) => encodeURIComponent(value));

/** NUL, half a pair of surrogates (no UTF-8), and half an escape. */
const UNREADABLE = ['a%00b', '%ED%A0%80', '%'];

/** What a route needs of its other parameters to get as far as the one in question. */
const FITTING: Readonly<Record<string, string>> = {
  start_date: '2026-05-01',
  end_date: '2026-05-02',
  startTime: '2026-05-01',
  endTime: '2026-05-02',
};

const AT_ONCE = 8;

describe('hostile values in every parameter of every route that reads', () => {
  let admin: TestAdmin;
  let routes: readonly ReadRoute[];

  beforeAll(async () => {
    admin = await startAdmin();
    routes = readRoutes((await admin.call<Document>('GET /openapi.json', { key: null })).body);
  });
  afterAll(() => admin.close());

  it('are known from the live table of routes', () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.flatMap(({ parameters }) => parameters).length).toBeGreaterThan(150);
  });

  it('are never a fault, alone and beside what the route needs', async () => {
    const calls = routes.flatMap((route) => callsOf(route));
    const faults: string[] = [];
    const askNext = async (): Promise<void> => {
      for (let call = calls.pop(); call !== undefined; call = calls.pop()) {
        const { status } = await admin.call(call);
        if (status >= 500) faults.push(`${call.slice(0, 160)}: ${String(status)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, askNext));
    expect(faults).toEqual([]);
  }, 120_000);
});

function callsOf({ name, parameters }: ReadRoute): readonly string[] {
  const route = name.replaceAll(/\{\w+\}/g, 'absent');
  return parameters.flatMap((parameter) => {
    const others = parameters.filter((other) => other !== parameter && FITTING[other] !== undefined);
    const beside = others.map((other) => `&${other}=${String(FITTING[other])}`).join('');
    const values = [...HOSTILE, ...UNREADABLE].map((value) => `${parameter}=${value}`);
    const all = [...values, `${parameter}=a&${parameter}=b`, `${parameter}[a]=b`];
    const alone = beside === '' || FITTING[parameter] !== undefined ? all : [];
    const together = beside === '' ? [] : all.map((query) => `${query}${beside}`);
    return [...alone, ...together].map((query) => `${route}?${query}`);
  });
}
