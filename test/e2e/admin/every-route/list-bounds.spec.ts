import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { validBody } from '../support/valid-body.js';
import { type Document, type Schema, writtenRoutes } from '../support/written-routes.js';

/** A list in a body, wherever it stands there. */
interface SentList {
  readonly route: string;
  /** The member of the body, and below it with dots: `metadata.items`. */
  readonly place: string;
  readonly schema: Schema;
}

describe('every list in the body of every route that writes', () => {
  let admin: TestAdmin;
  let lists: readonly SentList[];

  beforeAll(async () => {
    admin = await startAdmin();
    const document = (await admin.call<Document>('GET /openapi.json', { key: null })).body;
    lists = writtenRoutes(document).flatMap(({ name, isDataPlane, fields = [] }) =>
      isDataPlane ? [] : fields.flatMap(([field, schema]) => listsIn(document, name, field, schema)),
    );
  });
  afterAll(() => admin.close());

  it('is known from the live table of routes', () => {
    expect(lists.length).toBeGreaterThan(80);
    expect(new Set(lists.map(({ route }) => route)).size).toBeGreaterThan(25);
  });

  it('has a documented bound', () => {
    const unbounded = lists.filter(({ schema }) => schema.maxItems === undefined);
    expect(unbounded.map(({ route, place }) => `${route} ${place}`)).toEqual([]);
  });

  it('is refused above its bound, in words that say it, and changes no row', async () => {
    const user_id = (await admin.makeUserKey('internal_user')).userId;
    const ids = { team_id: await admin.makeTeam(), user_id };
    const before = await admin.everyRow();
    const wrong: string[] = [];
    for (const { route, place, schema } of lists.filter(({ place }) => !place.includes('.'))) {
      const { maxItems = 0 } = schema;
      const body = { ...validBody(route, ids, () => admin.newId()), [place]: entries(schema, maxItems + 1) };
      const { status, body: told } = await admin.call<unknown>(route.replace(/\{\w+\}/g, 'absent'), { body });
      const text = JSON.stringify(told);
      if (![400, 422].includes(status) || !text.includes(String(maxItems)))
        wrong.push(`${route} ${place}: ${String(status)} ${text.slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
    expect(await admin.everyRow()).toEqual(before);
  }, 300_000);
});

function listsIn(document: Document, route: string, place: string, sent: Schema): readonly SentList[] {
  const schema = sent.$ref === undefined ? sent : document.components.schemas[sent.$ref.split('/').at(-1) ?? ''];
  if (schema === undefined) return [];
  const inside = [
    ...(schema.oneOf ?? []).flatMap((one) => listsIn(document, route, place, one)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
      listsIn(document, route, `${place}.${name}`, one),
    ),
    ...(schema.items === undefined ? [] : listsIn(document, route, `${place}.0`, schema.items)),
  ];
  return schema.type === 'array' ? [{ route, place, schema }, ...inside] : inside;
}

/** Entries that are well-formed, so that it is their number that is refused. */
function entries({ items }: Schema, length: number): readonly unknown[] {
  const entry = (index: number): unknown =>
    items?.type === 'object' ? { role: 'user', user_id: `u${String(index)}`, key: 'x' } : `x${String(index)}`;
  return Array.from({ length }, (_, index) => entry(index));
}
