import type { UploadedFile } from '@tollgate/canonical';
import { openaiEmbeddingsClient, openaiTranscriptionsClient } from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { type ProviderAdapter, PROVIDERS } from '@tollgate/providers';
import { targetOf } from '../contract/targets.js';
import { valueOf } from '../contract/operations/read-exchanges.js';

/**
 * Operations of hosts of OpenAI's dialect of which no public recording was found, from their published references:
 *
 * - Groq, "Speech to Text" (console.groq.com/docs/speech-to-text)
 * - OpenRouter, "CreateEmbeddingsRequestBody" (openrouter.ai/docs/client-sdks/typescript/models/operations)
 * - Together, "Embeddings" (docs.together.ai/docs/embeddings-overview)
 */
const file: UploadedFile = { field: 'file', filename: 'a.wav', mediaType: 'audio/wav', bytes: new Uint8Array([1]) };

function adapterOf(id: string): ProviderAdapter & { readonly defaultApiBase: string } {
  const found = PROVIDERS.find((provider) => provider.id === id);
  if (found?.defaultApiBase === undefined) throw new Error(`no provider ${id} with an address`);
  return { ...found, defaultApiBase: found.defaultApiBase };
}

describe.each(['transcription', 'translation'] as const)('a %s at Groq', (operation) => {
  const { adapters, defaultApiBase } = adapterOf('groq');
  const build = (body: JsonObject) => {
    const request = valueOf(openaiTranscriptionsClient.decodeRequest({ body, files: [file], params: {}, query: {} }));
    const target = { ...targetOf('groq'), model: 'whisper-large-v3', apiBase: defaultApiBase };
    return adapters[operation]?.buildRequest({ ...request, operation }, target, undefined);
  };

  it('is a form at OpenAI’s path beneath Groq’s own, signed with its key', () => {
    const built = build({ model: 'public', temperature: '0', response_format: 'verbose_json' });
    if (built?.ok !== true) throw new Error('not built');
    const { spec } = built.value;
    expect(`${spec.origin}/${spec.path.join('/')}`).toBe(`https://api.groq.com/openai/v1/audio/${operation}s`);
    const form = Buffer.from(spec.form ?? []).toString('latin1');
    for (const part of [
      'name="model"\r\n\r\nwhisper-large-v3\r\n',
      'name="response_format"\r\n\r\nverbose_json\r\n',
      'filename="a.wav"',
    ])
      expect(form).toContain(part);
    expect(adapters[operation]?.sign(spec, { api_key: 'gsk' }, 0).headers['authorization']).toBe('Bearer gsk');
  });

  it('is not streamed: a client is told before anything is billed', () => {
    expect(build({ model: 'public', stream: 'true' })).toMatchObject({ ok: false, error: { param: 'stream' } });
  });
});

describe('embeddings', () => {
  const build = (id: string, body: JsonObject) => {
    const { adapters, defaultApiBase } = adapterOf(id);
    const request = valueOf(
      openaiEmbeddingsClient.decodeRequest({ body: { model: 'public', ...body }, params: {}, query: {} }),
    );
    return adapters.embeddings?.buildRequest(request, { ...targetOf(id), apiBase: defaultApiBase }, undefined);
  };

  it.each<[string, string, JsonObject, JsonObject]>([
    [
      'openrouter',
      'https://openrouter.ai/api/v1/embeddings',
      { input: [1, 2], dimensions: 8, encoding_format: 'base64', user: 'u' },
      { input: [1, 2], dimensions: 8, encoding_format: 'base64', user: 'u' },
    ],
    [
      'together_ai',
      'https://api.together.xyz/v1/embeddings',
      { input: ['a', 'b'], encoding_format: 'base64' },
      { input: ['a', 'b'] },
    ],
  ])('at %s go to %s with what its reference names', (id, address, body, sent) => {
    const built = build(id, body);
    if (built?.ok !== true) throw new Error('not built');
    const { origin, path, body: text } = built.value.spec;
    expect([`${origin}/${path.join('/')}`, JSON.parse(text ?? '')]).toEqual([address, { model: 'm', ...sent }]);
  });

  it.each(['dimensions', 'user'])('at Together refuse %s, which its reference does not name', (name) => {
    const value = name === 'user' ? 'u' : 8;
    expect(build('together_ai', { input: 'a', [name]: value })).toMatchObject({ ok: false, error: { status: 400 } });
  });

  it('at Together are of texts: token ids are decoded before', () => {
    expect(adapterOf('together_ai').adapters.embeddings?.textOnly).toBe(true);
  });
});
