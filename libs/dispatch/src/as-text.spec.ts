import type { CanonicalRequest } from '@tollgate/canonical';
import { decodeTokens } from '@tollgate/metering';
import { asText } from './as-text.js';

const request = (inputs: readonly (string | readonly number[])[]): CanonicalRequest => ({
  operation: 'embeddings',
  format: 'openai-embeddings',
  model: 'm',
  messages: [],
  input: { operation: 'embeddings', inputs, single: false },
  stream: false,
  streamUsage: false,
  extra: {},
  gateway: {},
});

/** "hello world" and "tokens!" in cl100k_base. */
const HELLO = [15339, 1917];
const TOKENS = [31666, 0];

describe('token ids for a provider that takes texts', () => {
  it('become the texts that they stand for, in order, beside those that are texts already', async () => {
    await expect(asText(request([HELLO, 'as it is', TOKENS]), decodeTokens)).resolves.toMatchObject({
      ok: true,
      value: { input: { inputs: ['hello world', 'as it is', 'tokens!'], single: false } },
    });
  });

  it('are refused where they are none of the vocabulary', async () => {
    await expect(asText(request([[100_300]]), decodeTokens)).resolves.toMatchObject({
      ok: false,
      error: { code: 'invalid_request', param: 'input' },
    });
  });

  it('are not looked for where all are texts', async () => {
    const texts = request(['a']);
    const decoded = await asText(texts, () => Promise.reject(new Error('nothing to decode')));
    expect(decoded).toEqual({ ok: true, value: texts });
  });
});
