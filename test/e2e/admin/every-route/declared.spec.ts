import { startAdmin, type TestAdmin } from '../support/test-admin.js';
import { PUBLIC_ROUTES, ROUTES } from '../support/routes.js';

interface Document {
  readonly info: { readonly title: string };
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly summary?: string; readonly tags?: readonly string[] }>>>
  >;
}

describe('the documentation', () => {
  let admin: TestAdmin;
  let document: Document;

  beforeAll(async () => {
    admin = await startAdmin();
    document = (await admin.call<Document>('GET /openapi.json', { key: null })).body;
  });
  afterAll(() => admin.close());

  it('lists exactly the routes that the tests of every route cover, each with a summary', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
    );
    const admins = operations.filter(({ operation }) => operation.tags?.includes('data plane') !== true);
    expect(admins.map(({ route }) => route).sort()).toEqual([...ROUTES, ...PUBLIC_ROUTES].sort());
    expect(operations.filter(({ operation }) => (operation.summary ?? '') === '')).toEqual([]);
  });

  it('shows the data plane that it was given', () => {
    expect(document.paths['/v1/chat/completions']?.['post']).toMatchObject({ tags: ['data plane'] });
    expect(document.paths['/v1/models/{model}']?.['get']).toMatchObject({
      parameters: [{ name: 'model', in: 'path' }],
    });
  });

  it('describes the fields of a key with their types', () => {
    const text = JSON.stringify(document);
    expect(text).toContain('"max_parallel_requests"');
    expect(text).toContain('Calls at the same time; 0 refuses all.');
  });

  it('is a page at /docs', async () => {
    const page = await fetch(`${admin.base}/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });
});
