import { SAMPLE_MODELS } from '../support/sample-models.js';
import { startAdmin, type TestAdmin } from '../support/test-admin.js';

describe('GET /model/info: 400', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: SAMPLE_MODELS });
  });
  afterAll(() => admin.close());

  const notFound = (id: string): object => ({
    status: 400,
    body: { detail: { error: `Model id = ${id} not found on litellm proxy` } },
  });

  it.each(['none', '', 'gpt-4o', '__proto__'])('an id that no model has: %p', async (id) => {
    expect(await admin.call(`GET /model/info?litellm_model_id=${id}`)).toMatchObject(notFound(id));
  });

  it('the id of a model that the key may not use, in the same words', async () => {
    const { secret } = await admin.makeKey({ models: ['gpt-4o'] });
    const ask = (id: string): Promise<object> => admin.call(`GET /model/info?litellm_model_id=${id}`, { key: secret });
    expect(await ask('claude')).toMatchObject(notFound('claude'));
    expect(await ask('gpt-a')).toMatchObject({ status: 200 });
  });
});
