import path from 'node:path';
import {
  openaiEmbeddingsClient,
  openaiImagesClient,
  openaiModerationsClient,
  type ClientFormat,
} from '@tollgate/formats';
import { PROVIDERS } from '@tollgate/providers';
import type { ProviderAdapter } from '@tollgate/providers';
import { deepFreeze } from '../deep-freeze.js';
import { readExchanges, valueOf, type Answered } from '../operations/read-exchanges.js';
import { readRecordings } from '../recordings.js';
import { openaiTarget } from '../targets.js';
import { faultsOf, relaxed, RELAXATIONS } from './check-openai.js';

const context = { requestedModel: 'public-name', now: 0, newId: () => 'id' };
type OperationName = keyof ProviderAdapter['adapters'];

const OPERATIONS = [
  ['openai-embeddings', openaiEmbeddingsClient, 'embeddings', 'CreateEmbeddingRequest', 'CreateEmbeddingResponse'],
  ['openai-moderations', openaiModerationsClient, 'moderation', 'CreateModerationRequest', 'CreateModerationResponse'],
  ['openai-images', openaiImagesClient, 'image', 'CreateImageRequest', 'ImagesResponse'],
] as const satisfies readonly (readonly [string, ClientFormat, OperationName, string, string])[];

describe.each(OPERATIONS)('%s by OpenAI’s own document', (folder, client, operation, asked, answered) => {
  const provider = PROVIDERS.find(({ id }) => id === 'openai')?.adapters[operation];
  const recorded = readExchanges(folder).filter(([name]) => !name.startsWith('mistral'));

  test.each(recorded)('%s: what goes to the provider is valid', (_name, exchange: Answered) => {
    if (provider === undefined) throw new Error(`no ${operation}`);
    const request = valueOf(client.decodeRequest({ body: deepFreeze(exchange.request), params: {}, query: {} }));
    const { spec } = valueOf(provider.buildRequest(request, openaiTarget, undefined));
    expect(faultsOf(asked, JSON.parse(spec.body ?? ''))).toEqual([]);
  });

  test.each(readExchanges(folder))('%s: what the client gets is valid', (_name, exchange: Answered) => {
    if (provider === undefined) throw new Error(`no ${operation}`);
    const request = valueOf(client.decodeRequest({ body: deepFreeze(exchange.request), params: {}, query: {} }));
    const response = provider.format.decodeResponse(exchange.body);
    const wire: unknown = JSON.parse(JSON.stringify(client.encodeResponse(response, { ...context, request })));
    expect(faultsOf(answered, wire)).toEqual([]);
  });
});

describe('OpenAI’s document, as it is held against what is emitted', () => {
  // were the schemas read wrongly, everything could pass
  test.each([
    ['openai-chat/__recordings__/openai', 'CreateChatCompletionRequest', 'CreateChatCompletionResponse'],
    ['openai-completions/__recordings__', 'CreateCompletionRequest', 'CreateCompletionResponse'],
    ['openai-responses/__recordings__/openai', 'CreateResponse', 'Response'],
  ])('%s: takes real traffic, and none of it with a member of another kind', (folder, asked, answered) => {
    const exchanges = readRecordings(path.join(__dirname, '../../../libs/formats/src', folder));
    const taken = exchanges.filter(({ status, file }) => status < 400 && file.endsWith('.http.json'));
    const requests = taken.flatMap(({ request }) => request ?? []);
    const answers = taken.flatMap(({ stream, body }) => (stream === undefined ? [body as object] : []));
    expect(Math.min(requests.length, answers.length)).toBeGreaterThan(1);
    for (const request of requests) expect(faultsOf(asked, request)).toEqual([]);
    for (const answer of answers) expect(faultsOf(answered, answer)).toEqual([]);
    for (const request of requests) expect(faultsOf(asked, { ...(request as object), model: 7 })).not.toEqual([]);
    for (const answer of answers) expect(faultsOf(answered, { ...answer, id: 7 })).not.toEqual([]);
  });

  test.each(
    RELAXATIONS.map((relaxation) => [`${relaxation.definition}/${relaxation.at.join('/')}`, relaxation] as const),
  )('%s is left out for a reason, and is there to be left out', (_, relaxation) => {
    expect(relaxation.reason.length).toBeGreaterThan(10);
    expect(() => relaxed([relaxation])).not.toThrow();
  });
});
