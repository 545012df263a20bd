import { openaiResponsesClient } from '@tollgate/formats';
import { buildTarget } from '../../../test/support/builders/index.js';
import { openaiResponsesOperation } from './openai-responses-operation.js';

const operation = openaiResponsesOperation({ provider: 'openai', reasons: () => true });
const target = buildTarget('openai/gpt-5.1', 'https://api.openai.com/v1');

function build(body: object, granted?: number, changes: object = {}) {
  const decoded = openaiResponsesClient.decodeRequest({
    body: { model: 'm', input: 'x', ...body },
    params: {},
    query: {},
  });
  if (!decoded.ok) throw decoded.error;
  const built = operation.buildRequest(decoded.value, { ...target, ...changes }, granted);
  if (!built.ok) throw built.error;
  return { ...built.value, body: JSON.parse(built.value.spec.body ?? '') as Record<string, unknown> };
}

describe('the Responses API of a provider', () => {
  it('stands beside chat completions', () => {
    expect(build({}).spec).toMatchObject({
      method: 'POST',
      origin: 'https://api.openai.com',
      path: ['v1', 'responses'],
      headers: { accept: 'application/json', 'content-type': 'application/json' },
    });
  });

  it.each([
    ['none', {}, undefined, undefined],
    ['the client’s own', { max_output_tokens: 900 }, undefined, 900],
    ['the granted one', {}, 64, 64],
    ['the granted one, where the client’s is larger', { max_output_tokens: 900 }, 64, 64],
    ['the client’s own, where it is smaller', { max_output_tokens: 20 }, 64, 20],
  ])('bears the output limit that it tells: %s', (_which, body, granted, limit) => {
    const built = build(body, granted);
    expect([built.outputLimit, built.body['max_output_tokens']]).toEqual([limit, limit]);
  });

  it.each([{ max_output_tokens: 5000 }, { max_tokens: 5000 }])(
    'lets no setting of the operator past the limit: %j',
    (members) => {
      expect(build({}, 64, { defaults: members, extraBody: members }).outputLimit).toBe(64);
      expect(build({ max_output_tokens: 20 }, undefined, { defaults: members, extraBody: members }).outputLimit).toBe(
        20,
      );
    },
  );

  it('lets no setting of the operator change what was authorized', () => {
    const extraBody = { model: 'other', input: 'other', background: true, stream: true, note: 1 };
    const { body } = build({}, undefined, { extraBody, additionalDropParams: ['input', 'model', 'note'] });
    expect(body).toEqual({ model: 'gpt-5.1', input: 'x', note: 1 });
  });
});
