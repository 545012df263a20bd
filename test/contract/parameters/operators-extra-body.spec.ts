import { GOVERNED_EVERYWHERE } from '@tollgate/canonical';
import { openaiChatClient, openaiResponsesClient } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { targetOf } from '../targets.js';

const OPERATIONS = PROVIDERS.flatMap(({ id, adapters }) =>
  (['chat', 'responses'] as const).flatMap((name) => {
    const operation = adapters[name];
    return operation === undefined ? [] : [[`${id}, ${name}`, id, operation] as const];
  }),
);
const MARKED = 'FROM_EXTRA_BODY';

describe.each(OPERATIONS)("what an operator's extra_body says at %s", (_title, id, operation) => {
  it.each([
    ['chat completions', openaiChatClient, { model: 'm', messages: [{ role: 'user', content: 'x' }] }],
    ['the Responses API', openaiResponsesClient, { model: 'm', input: 'x' }],
  ])('of what the gateway governs is not sent, and named, to a client of %s', (_name, client, body) => {
    const decoded = client.decodeRequest({ body, params: {}, query: {} });
    if (!decoded.ok) throw decoded.error;
    const extraBody = { ...Object.fromEntries(GOVERNED_EVERYWHERE.map((name) => [name, MARKED])), own: 'OWN' };
    const built = operation.buildRequest(decoded.value, { ...targetOf(id), extraBody }, undefined);
    if (!built.ok) throw built.error;
    const named = built.value.warnings.map(({ path }) => path);
    expect([built.value.spec.body?.includes(MARKED), built.value.spec.body?.includes('OWN')]).toEqual([false, true]);
    expect(named).toEqual(expect.arrayContaining(GOVERNED_EVERYWHERE.map((name) => `extra_body.${name}`)));
    expect(named).not.toContain('extra_body.own');
  });
});
