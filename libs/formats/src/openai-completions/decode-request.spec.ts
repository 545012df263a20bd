import type { JsonObject } from '@tollgate/kernel';
import { decodeRequest } from './decode-request.js';

const decode = (body: JsonObject, params = {}, query = {}) => {
  const decoded = decodeRequest({ body: { model: 'm', prompt: 'x', ...body }, params, query });
  if (!decoded.ok) throw decoded.error;
  return decoded.value;
};
const refusalOf = (body: JsonObject, query = {}) => {
  const decoded = decodeRequest({ body: { model: 'm', prompt: 'x', ...body }, params: {}, query });
  return decoded.ok ? undefined : { status: decoded.error.status, param: decoded.error.param };
};

describe('a prompt', () => {
  test('is what a user says', () => {
    expect(decode({ prompt: 'Hi' })).toMatchObject({
      operation: 'chat',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    });
  });

  test('of a list is one turn each', () => {
    const { messages } = decode({ prompt: ['a', 'b'] });
    expect(messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', [{ type: 'text', text: 'a' }]],
      ['user', [{ type: 'text', text: 'b' }]],
    ]);
  });

  test.each([
    ['one list of token ids', [1, 2, 3], 1],
    ['lists of token ids', [[1, 2], [3]], 2],
  ])('of %s is content that only this dialect can say', (_, prompt, turns) => {
    const { messages } = decode({ prompt });
    expect(messages).toHaveLength(turns);
    expect(messages.every(({ content }) => content[0]?.type === 'opaque')).toBe(true);
  });

  test.each([[null], [undefined]])('%p is missing', (prompt) => {
    const decoded = decodeRequest({ body: { model: 'm', prompt }, params: {}, query: {} });
    expect(decoded).toMatchObject({
      ok: false,
      error: { code: 'missing_parameter', message: "/completions: Missing required parameter: 'prompt'." },
    });
  });

  test.each([[1], [{}], [[]], [['a', 1]], [[1, 'a']], [[[1], 'a']], [[-1]], [[1.5]], [[[]]], [[null]]])(
    '%p is refused by its name',
    (prompt) => {
      expect(refusalOf({ prompt })).toEqual({ status: 400, param: 'prompt' });
    },
  );
});

describe('a parameter', () => {
  test('has its canonical place', () => {
    expect(
      decode({ max_tokens: 5, n: 2, logprobs: 3, stop: 'x', temperature: 0, user: 'u', seed: 1, echo: true }),
    ).toMatchObject({
      maxOutputTokens: 5,
      choices: 2,
      logprobs: true,
      topLogprobs: 3,
      stop: ['x'],
      temperature: 0,
      user: 'u',
      seed: 1,
      echo: true,
      extra: {},
    });
  });

  test('without one is kept as it came', () => {
    const extra = { best_of: 3, logit_bias: { '1': 2 }, vendor: { x: 1 } };
    expect(decode(extra).extra).toEqual(extra);
  });

  test.each([
    ['max_tokens', -1],
    ['n', 129],
    ['best_of', 0],
    ['echo', 'yes'],
    ['logprobs', true],
    ['suffix', 1],
    ['stream', 'true'],
    ['stop', [1]],
  ])('%s of %p is refused by its name', (name, value) => {
    expect(refusalOf({ [name]: value })).toEqual({ status: 400, param: name });
  });
});

describe('what the path and the query say', () => {
  test('the model of the path stands over that of the body', () => {
    expect(decode({ model: 'body' }, { model: 'openai/path' }).model).toBe('openai/path');
  });

  test('the version of the query stands over that of the body, and no provider sees either as a member', () => {
    const request = decode({ api_version: '2023-05-15' }, {}, { 'api-version': '2024-10-21' });
    expect(request.gateway.apiVersion).toBe('2024-10-21');
    expect(request.extra).toEqual({});
  });

  test.each(['', '../x', 'a b', '2024&x=1', '-'])('a version %p that is none is refused', (version) => {
    expect(refusalOf({}, { 'api-version': version })).toEqual({ status: 400, param: 'api-version' });
  });
});

test('a body that names its own destination is refused', () => {
  expect(refusalOf({ api_base: 'http://x' })).toMatchObject({ status: 401 });
});
