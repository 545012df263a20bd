import { startAdmin, type TestAdmin } from '../support/test-admin.js';

const PRICED = {
  name: 'priced',
  params: {
    model: 'openai/priced-model',
    api_key: 'sk-x',
    input_cost_per_token: 0.001,
    output_cost_per_token: 0.002,
    cache_read_input_token_cost: 0.0005,
  },
  info: {},
};
const UNPRICED = { name: 'own', params: { model: 'openai/own-model', api_key: 'sk-x' }, info: {} };

describe('what calls would cost', () => {
  let admin: TestAdmin;

  beforeAll(async () => {
    admin = await startAdmin({ models: [PRICED, UNPRICED] as never });
  });
  afterAll(() => admin.close());

  const messages = [{ role: 'user', content: 'x' }];

  it('is the input of a chat that is not sent, and what the usage of an answer says', async () => {
    expect((await admin.call('POST /spend/calculate', { body: { model: 'priced', messages } })).body).toEqual({
      cost: 0.008,
    });
    const usage = { prompt_tokens: 20, completion_tokens: 10 };
    const answered = { completion_response: { model: 'priced', choices: [], usage } };
    expect((await admin.call('POST /spend/calculate', { body: answered })).body).toEqual({ cost: 0.04 });
  });

  it('is told by call, day and month, in parts that come to the whole', async () => {
    const body = {
      model: 'priced',
      input_tokens: 1000,
      output_tokens: 100,
      cache_read_input_tokens: 400,
      num_requests_per_day: 3,
      num_requests_per_month: 90,
    };
    expect((await admin.call('POST /cost/estimate', { body })).body).toMatchObject({
      input_cost_per_request: 0.6,
      cache_read_cost_per_request: 0.2,
      output_cost_per_request: 0.2,
      cost_per_request: 1,
      daily_cost: 3,
      monthly_cost: 90,
      monthly_output_cost: 18,
      input_cost_per_token: 0.001,
      cache_read_input_token_cost: 0.0005,
      provider: 'openai',
    });
  });

  it('is told to any key, for models that it may use', async () => {
    const { secret } = await admin.makeKey({ models: ['own'] });
    const body = { model: 'priced', input_tokens: 1, output_tokens: 1 };
    expect(await admin.call('POST /cost/estimate', { key: secret, body })).toMatchObject({ status: 404 });
    expect(
      await admin.call('POST /spend/calculate', { key: secret, body: { model: 'priced', messages } }),
    ).toMatchObject({ status: 404 });
    const all = await admin.makeKey();
    expect(await admin.call('POST /cost/estimate', { key: all.secret, body })).toMatchObject({ status: 200 });
  });

  it('is unknown where the price is, and says which line would mend it', async () => {
    const body = { model: 'own', input_tokens: 1, output_tokens: 1 };
    expect(await admin.call('POST /cost/estimate', { body })).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('input_cost_per_token') as string } },
    });
  });

  it.each([
    [{}, 422],
    [{ model: 'priced', input_tokens: -1, output_tokens: 1 }, 422],
    [{ model: 'priced', input_tokens: 1, output_tokens: 1, cache_read_input_tokens: 2 }, 400],
    [{ model: 'priced', input_tokens: 1, output_tokens: 1, reasoning_tokens: 2 }, 400],
    [{ model: 'priced', input_tokens: 1e12, output_tokens: 1 }, 422],
  ])('refuses the estimate of %j with %i', async (body, status) => {
    expect((await admin.call('POST /cost/estimate', { body })).status).toBe(status);
  });

  it.each([
    [{}, 400],
    [{ messages }, 400],
    [{ completion_response: { model: 'priced' } }, 400],
    [{ model: 5, messages }, 422],
    [{ model: 'priced', messages: 'x' }, 422],
  ])('refuses to calculate %j with %i', async (body, status) => {
    expect((await admin.call('POST /spend/calculate', { body })).status).toBe(status);
  });
});
