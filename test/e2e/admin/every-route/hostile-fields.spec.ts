import { bodyOf } from '../support/routes.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly tags?: readonly string[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

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
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => {
        const isAdmin = operation.tags?.includes('data plane') !== true;
        const schema = operation.requestBody?.content['application/json']?.schema;
        return isAdmin && schema !== undefined
          ? [[`${method.toUpperCase()} ${path}`, Object.entries(fieldsOf(document, schema))] as const]
          : [];
      }),
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
          const { status } = await admin.call(pathOf(route), { body: { ...validBody(route), [name]: value } });
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
        const { status } = await admin.call(pathOf(route), { body: { ...validBody(route), [name]: value } });
        if (status >= 500) faults.push(`${route} ${name}: ${String(status)}`);
      }
    expect(faults).toEqual([]);
    expect((await admin.call(`GET /key/info?key=${String(ids['key'])}`)).status).toBe(200);
  }, 120_000);

  /** A body with objects that are there, so that a refusal is one of the field and not of what it names. */
  function validBody(route: string): Body {
    const { key, user_id, team_id } = ids;
    const isOfCustomer = /customer|end_user/.test(route);
    const named: Body = {
      ...ids,
      user_id: isOfCustomer ? ids['customer'] : user_id,
      user_ids: [isOfCustomer ? ids['customer'] : user_id],
      keys: route === 'POST /key/bulk_update' ? [{ key }] : [key],
      key_ids: [key],
      users: [{ user_id }],
      member: { role: 'user', user_id: 'new-member' },
      members: [{ role: 'user', user_id: 'new-member' }],
      team_ids: [team_id],
      organization_ids: [ids['organization_id']],
      organizations: [ids['organization_id']],
      project_ids: [ids['project_id']],
      names: [ids['name']],
      budgets: [ids['budget_id']],
      id: ids['budget_id'],
    };
    const isNew = /\/new$|\/generate$/.test(route);
    return Object.fromEntries(
      Object.entries(bodyOf(route) ?? {}).map(([name, value]) => [
        name,
        isNew && OWN_IDS.includes(name) ? `new-${admin.newId()}` : (named[name] ?? value),
      ]),
    );
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

/** Members that name what is made. */
const OWN_IDS = ['budget_id', 'organization_id', 'project_id', 'name', 'key'];

/** Bulk calls answer 200 with what failed for each; of a nested object, members that nobody knows are left out as at the top. */
function isForEachAlone(route: string, name: string, value: unknown): boolean {
  if (route === 'POST /team/bulk_member_add' && name === 'members') return Array.isArray(value);
  return ['update_fields', 'user_updates'].includes(name) && typeof value === 'object' && !Array.isArray(value);
}

function fieldsOf(document: Document, schema: Schema): Readonly<Record<string, Schema>> {
  const named = schema.$ref === undefined ? schema : document.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  return named?.properties ?? {};
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
