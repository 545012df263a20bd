import { MASTER_KEY } from '../support/call-admin.js';
import { bodyOf, MASTER_ROUTES, ROUTES } from '../support/routes.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

interface Refusal {
  readonly error: { readonly message: string; readonly type: string; readonly param: string; readonly code: string };
}

const writes = ROUTES.filter((route) => !route.startsWith('GET'));
const reads = ROUTES.filter((route) => route.startsWith('GET'));

/** Members that no route knows count as well: what is kept of them is for a later version to read. */
const PLACES: readonly (readonly [param: string, member: object])[] = [
  ['key_alias', { key_alias: 'os.environ/MASTER_KEY' }],
  ['models.1', { models: ['mock/echo', 'os.environ/SOME_NAME'] }],
  ['metadata.secret', { metadata: { secret: 'os.environ/OPENAI_API_KEY' } }],
  ['metadata.a.0.b.c', { metadata: { a: [{ b: { c: ' os.environ/OPENAI_API_KEY' } }] } }],
  ['aliases.fast', { aliases: { fast: 'os.environ/SOME_NAME' } }],
  ['nobody_reads_this.deep', { nobody_reads_this: { deep: 'os.environ/SOME_NAME' } }],
];

describe("400 on every admin route for a reference to the gateway's environment", () => {
  let admin: TestAdmin;
  let open: TestAdmin;
  let boss: string;

  beforeAll(async () => {
    admin = await startAdmin();
    ({ secret: boss } = await admin.makeAdminKey());
    open = await startAdmin({ allowedEnvReferences: ['OPENAI_API_KEY'] });
  });
  afterAll(() => Promise.all([admin.close(), open.close()]));

  const refused = async (route: string, body: object, param: string): Promise<string> => {
    const before = await admin.epoch();
    const answer = await admin.call<Refusal>(route, { body });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_request_error', code: '400', param } },
    });
    expect(await admin.epoch()).toBe(before);
    return answer.body.error.message;
  };

  describe.each(writes)('%s', (route) => {
    it.each(PLACES)('in %s, from the master key', async (param, member) => {
      const message = await refused(route, { ...bodyOf(route), ...member }, param);
      expect(message).toContain('general_settings.allow_env_references_from_api');
    });

    it('as the whole of a member that it needs', async () => {
      await refused(route, { ...bodyOf(route), key: 'os.environ/SOME_NAME' }, 'key');
    });

    it('from an admin of its own key too, where he may ask at all', async () => {
      const body = { ...bodyOf(route), metadata: { a: 'os.environ/A' } };
      const { status } = await admin.call(route, { key: boss, body });
      expect(status).toBe(MASTER_ROUTES.includes(route) ? 401 : 400);
    });

    it('not before it is known who asks', async () => {
      const body = { ...bodyOf(route), metadata: { a: 'os.environ/A' } };
      expect((await admin.call(route, { key: null, body })).status).toBe(401);
    });

    it('except for a name that the operator lists', async () => {
      const listed = { ...bodyOf(route), metadata: { a: 'os.environ/OPENAI_API_KEY' } };
      const answer = await open.call(route, { body: listed });
      expect(JSON.stringify(answer.body)).not.toContain('allow_env_references_from_api');
      const other = { ...listed, key_alias: 'os.environ/OPENAI_API_KEY_2' };
      expect((await open.call<Refusal>(route, { body: other })).body.error.param).toBe('key_alias');
    });
  });

  it.each(reads)('%s: in the query', async (route) => {
    const answer = await admin.call<Refusal>(`${route}?key_alias=os.environ/A&key=x`);
    expect(answer).toMatchObject({ status: 400, body: { error: { param: 'key_alias', code: '400' } } });
  });

  it('is refused however deep it stands', async () => {
    const depth = 20_000;
    const text = `{"metadata":${'['.repeat(depth)}"os.environ/A"${']'.repeat(depth)}}`;
    expect((await generate(admin.base, text)).status).toBe(400);
  });

  it('is no refusal for text that only mentions one', async () => {
    const body = { metadata: { note: 'was os.environ/A before', name: 'os.environ' } };
    expect((await admin.call('POST /key/generate', { body })).status).toBe(200);
  });
});

describe('a body that is no UTF-8', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  it('is refused, as it would be stored as another text', async () => {
    const before = await admin.epoch();
    const answer = await generate(admin.base, Buffer.from('{"key_alias":"gpt\xff"}', 'latin1'));
    expect([answer.status, await answer.json()]).toEqual([
      422,
      { detail: [expect.objectContaining({ type: 'json_invalid', ctx: { error: 'invalid UTF-8' } })] },
    ]);
    expect(await admin.epoch()).toBe(before);
    expect((await generate(admin.base, Buffer.from('{"key_alias":"gpt-ÿ"}'))).status).toBe(200);
  });
});

function generate(base: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = { authorization: `Bearer ${MASTER_KEY}`, 'content-type': 'application/json' };
  return fetch(`${base}/key/generate`, { method: 'POST', headers, body });
}
