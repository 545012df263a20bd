import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { callOf } from '../support/routes.js';

interface Operation {
  readonly tags?: readonly string[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly required?: readonly string[] }>> };
}

describe('a body without a field that its route cannot do without', () => {
  let admin: TestAdmin;
  let required: readonly (readonly [route: string, fields: readonly string[]])[];

  beforeAll(async () => {
    admin = await startAdmin();
    const { paths, components } = (await admin.call<Document>('GET /openapi.json', { key: null })).body;
    const fieldsOf = ({ requestBody }: Operation): readonly string[] => {
      const name = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? '';
      return components.schemas[name]?.required ?? [];
    };
    required = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => tags?.includes('data plane') !== true)
        .map(([method, operation]) => [`${method.toUpperCase()} ${path}`, fieldsOf(operation)] as const)
        .filter(([, fields]) => fields.length > 0),
    );
  });
  afterAll(() => admin.close());

  it.each([
    ['absent', () => ({})],
    ['null', (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, null]))],
  ])('is refused, %s, with its name, and changes nothing', async (_how, write) => {
    expect(required.length).toBeGreaterThan(40);
    const before = await admin.everyRow();
    for (const [route, fields] of required) {
      const { status, body } = await admin.call(callOf(route), { body: write(fields) });
      expect([route, status]).toEqual([route, 422]);
      expect([route, JSON.stringify(body)]).toEqual([route, expect.stringContaining(fields[0] ?? '')]);
    }
    expect(await admin.everyRow()).toEqual(before);
  });
});
