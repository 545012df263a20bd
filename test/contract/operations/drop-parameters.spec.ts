import type { CanonicalRequest, Target } from '@tollgate/canonical';
import {
  type ClientFormat,
  openaiEmbeddingsClient,
  openaiImagesClient,
  openaiModerationsClient,
  openaiSpeechClient,
  openaiTranscriptionsClient,
} from '@tollgate/formats';
import type { JsonObject } from '@tollgate/kernel';
import { PROVIDERS } from '@tollgate/providers';
import { targetOf } from '../targets.js';

interface Case {
  readonly client: ClientFormat;
  readonly provider: string;
  readonly body: JsonObject;
  /** A member that may go, and what stands for it in the provider's bytes. */
  readonly path: string;
  readonly word: string;
}

const embeddings = (provider: string, path = 'dimensions', word = '7777'): Case => ({
  client: openaiEmbeddingsClient,
  provider,
  body: { input: 'x', dimensions: 7777, own: { a: 'IN-A', b: 1 } },
  path,
  word,
});

const CASES: readonly Case[] = [
  ...['openai', 'gemini', 'ollama', 'openai_compatible'].map((provider) => embeddings(provider)),
  embeddings('openai', 'own.a', 'IN-A'),
  {
    client: openaiModerationsClient,
    provider: 'openai',
    body: { input: 'x', own: 'IN-OWN' },
    path: 'own',
    word: 'IN-OWN',
  },
  {
    client: openaiImagesClient,
    provider: 'openai',
    body: { prompt: 'x', user: 'IN-USER' },
    path: 'user',
    word: 'IN-USER',
  },
  {
    client: openaiSpeechClient,
    provider: 'openai',
    body: { input: 'x', voice: 'alloy', own: 'IN-OWN' },
    path: 'own',
    word: 'IN-OWN',
  },
  {
    client: openaiTranscriptionsClient,
    provider: 'openai',
    body: { prompt: 'IN-PROMPT' },
    path: 'prompt',
    word: 'IN-PROMPT',
  },
];

const FILE = { field: 'file', filename: 'a.mp3', mediaType: 'audio/mpeg', bytes: new Uint8Array([1]) };

describe.each(CASES.map((row) => [row.client.id, row.provider, row.path, row] as const))(
  'additional_drop_params on %s at %s',
  (_client, _provider, path, row) => {
    it(`leaves out ${path} and names it, whoever asks for that`, () => {
      expect(build(row, {}).text).toContain(row.word);
      for (const { text, named } of [
        build(row, { additional_drop_params: [path] }),
        build(row, {}, { additionalDropParams: [path] }),
      ]) {
        expect(text).not.toContain(row.word);
        expect(named).toContain(path);
      }
    });
  },
);

it('a parameter of embeddings that a host does not take goes out where it is allowed', () => {
  const row = { ...embeddings('gemini'), body: { input: 'x', user: 'IN-USER' } };
  expect(() => build(row, {})).toThrow("'user'");
  expect(build(row, { allowed_openai_params: ['user'] }).text).toContain('IN-USER');
  expect(build(row, {}, { allowedOpenaiParams: ['user'] }).text).toContain('IN-USER');
});

function build({ client, provider: id, body }: Case, members: JsonObject, at: Partial<Target> = {}) {
  const decoded = client.decodeRequest({
    body: { model: 'm', ...body, ...members },
    params: {},
    query: {},
    ...(client === openaiTranscriptionsClient && { files: [FILE] }),
  });
  if (!decoded.ok) throw decoded.error;
  const request: CanonicalRequest = decoded.value;
  const operation = PROVIDERS.find((provider) => provider.id === id)?.adapters[request.operation];
  const built = operation?.buildRequest(request, { ...targetOf(id), ...at }, undefined);
  if (built?.ok !== true) throw built?.error ?? new Error(`nobody serves ${request.operation} at ${id}`);
  const { spec, warnings } = built.value;
  return {
    text: spec.body ?? Buffer.from(spec.form ?? []).toString('latin1'),
    named: warnings.filter(({ code }) => code === 'dropped').map((warning) => warning.path),
  };
}
