import type { CanonicalRequest, Warning } from '@tollgate/canonical';
import { fitRequest } from './fit-request.js';

const chat = { operation: 'chat', messages: [] } as unknown as CanonicalRequest;
const mended = { ...chat, tools: [] };
const target = { model: 'm', additionalDropParams: [] };
const warnings: readonly Warning[] = [{ code: 'mended', path: 'tools', reason: 'r' }];
const mendRequest = () => ({ request: mended, warnings });
const decode = (tokens: readonly number[]) =>
  tokens.includes(9) ? Promise.reject(new Error('unknown')) : Promise.resolve(tokens.join('-'));
const embeddings = (inputs: readonly (string | readonly number[])[]) =>
  ({ operation: 'embeddings', input: { operation: 'embeddings', inputs } }) as unknown as CanonicalRequest;

describe('a request before anything is held for it', () => {
  it('is mended where the operator asks for that, and says so', async () => {
    expect(await fitRequest(chat, { ...target, modifyParams: true }, { mendRequest }, decode)).toEqual({
      ok: true,
      value: { request: mended, warnings },
    });
  });

  it('is left as it is for an operator who does not', async () => {
    const fitted = await fitRequest(chat, target, { mendRequest }, decode);
    expect(fitted).toEqual({ ok: true, value: { request: chat, warnings: [] } });
  });

  it('has texts for token ids where the provider takes no ids, and the ids where it does', async () => {
    const asked = embeddings(['a', [1, 2]]);
    const [textOnly, asItIs] = [
      await fitRequest(asked, target, { textOnly: true }, decode),
      await fitRequest(asked, target, {}, decode),
    ];
    expect(textOnly).toMatchObject({ ok: true, value: { request: { input: { inputs: ['a', '1-2'] } } } });
    expect(asItIs).toMatchObject({ ok: true, value: { request: { input: { inputs: ['a', [1, 2]] } } } });
  });

  it('is refused for ids that are no text', async () => {
    const fitted = await fitRequest(embeddings([[9]]), target, { textOnly: true }, decode);
    expect(fitted).toMatchObject({ ok: false, error: { status: 400, param: 'input' } });
  });
});
