import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { validBody } from '../support/valid-body.js';
import { type Document, type Schema, writtenRoutes } from '../support/written-routes.js';

type Body = Readonly<Record<string, unknown>>;

const NUL = 'a\0b';
const HALF_A_PAIR = 'a\ud800b';
const INJECTION = `'); DROP TABLE tollgate.virtual_key; --`;
const OVERSIZE = 'x'.repeat(60_000);

/** What no field of a type takes. Empty lists and objects are left out: they say "not set". */
const HOSTILE: Readonly<Record<string, readonly unknown[]>> = {
  string: [5, true, { a: 1 }, ['a'], NUL, HALF_A_PAIR, OVERSIZE],
  number: ['many', { a: 1 }, ['a'], -1, -1e300, 1e300, 'nan', '-inf'],
  integer: ['many', { a: 1 }, ['a'], 1.5, -1, 2 ** 53, 1e300],
  boolean: ['maybe', 5, { a: 1 }, ['a']],
  array: ['a', 5, { a: 1 }, [NUL], [HALF_A_PAIR], [[OVERSIZE]]],
  object: ['a', 5, ['a'], { a: NUL }, { a: HALF_A_PAIR }, { [NUL]: 1 }],
};

describe('hostile values in every field of every route that writes', () => {
  let admin: TestAdmin;
  let routes: readonly (readonly [route: string, fields: readonly (readonly [name: string, schema: Schema])[]])[];
  let ids: Body;

  beforeAll(async () => {
    admin = await startAdmin();
    const document = (await admin.call<Document>('GET /openapi.json', { key: null })).body;
    routes = writtenRoutes(document).flatMap(({ name, isDataPlane, fields }) =>
      isDataPlane || fields === undefined ? [] : [[name, fields] as const],
    );
    ids = await makeOneOfEach();
  });
  afterAll(() => admin.close());

  it('are known from the live table of routes', () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.flatMap(([, fields]) => fields).length).toBeGreaterThan(500);
  });

  it('are 4xx, and change no row', async () => {
    const before = await admin.everyRow();
    const taken: string[] = [];
    for (const [route, fields] of routes)
      for (const [name, schema] of fields)
        for (const value of hostileOf(schema)) {
          if (isForEachAlone(route, name, value)) continue;
          const { status } = await admin.call(pathOf(route), { body: { ...bodyOf(route), [name]: value } });
          if (status < 400 || status >= 500) taken.push(`${route} ${name}=${shown(value)}: ${String(status)}`);
        }
    expect(taken).toEqual([]);
    expect(await admin.everyRow()).toEqual(before);
  }, 300_000);

  it('that are SQL are text like any other: never a fault, and every table stands', async () => {
    const faults: string[] = [];
    for (const [route, fields] of routes.filter(([name]) => !/delete|block/.test(name)))
      for (const [name, { type }] of fields.filter(
        ([, schema]) => schema.type === 'string' || schema.type === 'object',
      )) {
        const value = type === 'string' ? INJECTION : { [INJECTION]: INJECTION };
        const { status } = await admin.call(pathOf(route), { body: { ...bodyOf(route), [name]: value } });
        if (status >= 500) faults.push(`${route} ${name}: ${String(status)}`);
      }
    expect(faults).toEqual([]);
    expect((await admin.call(`GET /key/info?key=${String(ids['key'])}`)).status).toBe(200);
  }, 120_000);

  function bodyOf(route: string): Body {
    return validBody(route, ids, () => admin.newId());
  }

  function pathOf(route: string): string {
    return route.replace('{key}', String(ids['key'])).replace('{id}', 'absent');
  }

  async function makeOneOfEach(): Promise<Body> {
    const made = async (route: string, body: object, id: string): Promise<string> => {
      const answer = await admin.call(route, { body });
      if (answer.status !== 200) throw new Error(`${route}: ${JSON.stringify(answer.body)}`);
      return String(answer.body[id]);
    };
    const team_id = await admin.makeTeam();
    const user_id = await made('POST /user/new', { auto_create_key: false }, 'user_id');
    await admin.addMember(team_id, user_id, 'user');
    await made('POST /tag/new', { name: 'tagged' }, 'message');
    return {
      team_id,
      user_id,
      key: (await admin.makeKey({ team_id, user_id })).hash,
      customer: await admin.makeCustomer(),
      budget_id: await admin.makeBudget({ max_budget: 1 }),
      name: 'tagged',
      organization_id: await made('POST /organization/new', { organization_alias: 'one' }, 'organization_id'),
      project_id: await made('POST /project/new', { team_id }, 'project_id'),
      invitation_id: await made('POST /invitation/new', { user_id }, 'id'),
    };
  }
});

/** Bulk calls answer 200 with what failed for each; of a nested object, members that nobody knows are left out as at the top. */
function isForEachAlone(route: string, name: string, value: unknown): boolean {
  if (route === 'POST /team/bulk_member_add' && name === 'members') return Array.isArray(value);
  return ['update_fields', 'user_updates'].includes(name) && typeof value === 'object' && !Array.isArray(value);
}

/** What a list of texts, or a field of several types, does not take either. */
function hostileOf({ type = '', items, oneOf }: Schema): readonly unknown[] {
  if (oneOf !== undefined) return [5, NUL, true];
  const values = HOSTILE[type] ?? [];
  return type === 'array' && items?.type === 'string' ? [...values, [5], [{ a: 1 }]] : values;
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 40);
}
