import { openaiChatClient } from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import { targetOf } from '../targets.js';

/** What SDKs and chat front ends send along unasked. */
const NEUTRAL = {
  n: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
  logprobs: false,
  top_logprobs: 0,
  logit_bias: {},
};

const OPERATIONS = PROVIDERS.flatMap(({ id, adapters }) =>
  (['chat', 'responses'] as const).flatMap((name) => {
    const operation = adapters[name];
    return operation === undefined ? [] : [[id, name, operation] as const];
  }),
);

describe('a value that asks for what every provider does unasked', () => {
  it.each(OPERATIONS)('is no loss at %s, %s, and no reason to refuse', (id, _name, operation) => {
    for (const dropParams of [false, true]) {
      const decoded = openaiChatClient.decodeRequest({
        body: { model: 'm', messages: [{ role: 'user', content: 'x' }], max_tokens: 5, ...NEUTRAL },
        params: {},
        query: {},
      });
      if (!decoded.ok) throw decoded.error;
      const built = operation.buildRequest(decoded.value, { ...targetOf(id), dropParams }, undefined);
      if (!built.ok) throw built.error;
      const lost = built.value.warnings.map(({ path }) => path);
      expect(lost.filter((path) => Object.hasOwn(NEUTRAL, path))).toEqual([]);
    }
  });
});
