import { MASTER_KEY } from '../support/call-admin.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('POST /key/generate: 400', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin();
  });
  afterAll(() => admin.close());

  const refusal = async (
    body: object,
  ): Promise<{ message: string; type: string; param: string | null; code: string }> => {
    const before = await admin.epoch();
    const answer = await admin.call<{ error: { message: string; type: string; param: string | null; code: string } }>(
      'POST /key/generate',
      { body },
    );
    expect([answer.status, answer.body.error.code]).toEqual([400, '400']);
    expect(await admin.epoch()).toBe(before);
    return answer.body.error;
  };

  it('a key larger than one may be; one that is may shrink, and change in all else', async () => {
    const { secret } = await admin.makeUserKey('internal_user');
    const large = { metadata: { a: 'x'.repeat(40_000) } };
    const models = Array.from({ length: 300 }, (_, n) => String(n).padEnd(100, 'x'));
    const before = await admin.epoch();
    const message = expect.stringContaining('65536 bytes at most') as string;
    const refused = { status: 400, body: { error: { message } } };
    for (const key of [secret, MASTER_KEY])
      expect(await admin.call('POST /key/generate', { key, body: { ...large, models } })).toMatchObject(refused);
    expect(await admin.epoch()).toBe(before);
    const made = await admin.call('POST /key/generate', { key: secret, body: large });
    const update = (change: object) => admin.call('POST /key/update', { body: { key: made.body['key'], ...change } });
    expect(await update({ models })).toMatchObject(refused);
    // as an import brings it
    await admin.query('UPDATE tollgate.virtual_key SET models = $1 WHERE id = $2', [models, made.body['id']]);
    expect(await update({ models: [...models, 'one more'] })).toMatchObject(refused);
    expect((await update({ rpm_limit: 5, models: models.slice(3) })).status).toBe(200);
  });

  it('an alias that another key has', async () => {
    const alias = `own-${admin.newId()}`;
    await admin.makeKey({ key_alias: alias });
    expect(await refusal({ key_alias: alias })).toEqual({
      message: `Key with alias '${alias}' already exists. Unique key aliases across all keys are required.`,
      type: 'bad_request_error',
      param: 'key_alias',
      code: '400',
    });
  });

  it('one of two keys made at once with one alias', async () => {
    const body = { key_alias: `race-${admin.newId()}` };
    const answers = await Promise.all([1, 2, 3, 4].map(() => admin.call('POST /key/generate', { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
  });

  it('a chosen secret that is no key', async () => {
    expect((await refusal({ key: 'bad-0123456789fix0' })).message).toBe(
      "Invalid key format. LiteLLM Virtual Key must start with 'sk-'. Received: bad-****fix0",
    );
  });

  it('a chosen secret that is short, in the words for one that is taken', async () => {
    const secret = `sk-taken-${admin.newId()}`;
    await admin.makeKey({ key: secret });
    const taken = await refusal({ key: secret });
    expect(await refusal({ key: 'sk-short' })).toEqual(taken);
    expect(await refusal({ key: MASTER_KEY })).toEqual(taken);
  });

  it('a duration that means nothing', async () => {
    expect((await refusal({ duration: '5 parsecs' })).message).toBe(
      'Unsupported duration unit, passed duration: 5 parsecs',
    );
  });

  it.each([-0.01, 'nan', '-inf', 9_007_199.1])('a budget of %p', async (max_budget) => {
    expect((await refusal({ max_budget })).param).toBe('max_budget');
  });

  it.each([
    ['budget_fallbacks', { 'gpt-4o': 'gpt-4o-mini' }],
    ['tag_rpm_limit', { blue: 1 }],
    ['guardrails', ['pii']],
    ['allowed_cache_controls', ['no-cache']],
    ['tpd_limit', 0],
    ['object_permission', { mcp_servers: ['x'] }],
  ])('the setting %s, which would not be enforced', async (field, value) => {
    expect(await refusal({ [field]: value })).toMatchObject({
      param: field,
      message: expect.stringContaining('not served yet') as string,
    });
  });

  it('a limit that is hidden in the metadata', async () => {
    expect((await refusal({ metadata: { tag_rpm_limit: { blue: 1 } } })).param).toBe('metadata.tag_rpm_limit');
  });
});
