import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CanonicalChunk } from '@tollgate/canonical';
import type { Dispatched } from '@tollgate/dispatch';
import { anthropicMessagesClient, openaiChatClient, openaiEmbeddingsClient } from '@tollgate/formats';
import { buildConfig, buildModel } from '../support/builders/index.js';
import { answerJson, answerRecording, ReplayUpstream } from '../support/upstream/index.js';
import { caller } from './in-process-caller.js';
import type { Library } from './in-process-library.js';
import { assemble } from './matrix/assemble.js';

/** What a program that only calls models need not load: whoever asks for one of these fails to load here. */
const FORBIDDEN = ['@nestjs/common', '@nestjs/core', 'pg', '@prisma/client', 'ioredis', 'bullmq', 'express'];
for (const name of FORBIDDEN)
  jest.doMock(name, () => {
    throw new Error(`${name} was loaded`);
  });
const upstream = ReplayUpstream.ofFile();
const messages = [{ role: 'user', content: 'hello' }];
const PRICE = 0.000_001;

describe('the libraries without server, framework, database and queue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-library-'));
  let library: Library;

  beforeAll(async () => {
    const at = { apiBase: `${upstream.url}/v1`, inputCost: PRICE, outputCost: 2 * PRICE };
    const models = [
      buildModel({ name: 'gpt', model: 'openai/gpt-4o-mini', ...at }),
      buildModel({ name: 'claude', model: 'anthropic/claude-haiku-4-5', ...at, apiBase: upstream.url }),
      buildModel({ name: 'embed', model: 'openai/text-embedding-3-small', ...at }),
    ];
    const config = join(folder, 'config.yaml');
    writeFileSync(config, JSON.stringify(buildConfig(models)));
    // after the ban, and not before it
    const { Library } = await import('./in-process-library.js');
    library = new Library(config);
  });
  afterAll(async () => {
    await library.close();
    rmSync(folder, { recursive: true });
  });

  it('answer a chat, with the raw headers of the provider', async () => {
    const recorded = answerRecording('openai-chat', 'openai/text.http.json');
    upstream.on('gpt-4o-mini', recorded);
    const dispatched = await library.call(openaiChatClient, { model: 'gpt', messages }, caller());
    expect(wholeOf(dispatched).choices[0]?.content).toMatchObject([
      { type: 'text', text: expect.stringMatching(/^Hi there! How can I help you today\?/) },
    ]);
    expect(dispatched).toMatchObject({ status: 200, headers: recorded.headers });
    expect(dispatched.headers['x-ratelimit-remaining-requests']).toBe('499');
    expect(upstream.of('gpt-4o-mini').at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-upstream' },
      body: { model: 'gpt-4o-mini', messages },
    });
    expect(library.journal.lines.at(-1)).toMatchObject({ operation: 'chat', model: 'gpt-4o-mini', attempt: 1 });
  });

  it.each([
    ['of its own dialect', 'gpt', 'gpt-4o-mini', 'openai-chat', 'openai/text-stream.http.json'],
    ['of another dialect', 'claude', 'claude-haiku-4-5', 'anthropic-messages', 'messages/text-stream.http.json'],
  ])('stream from a provider %s, with its raw headers', async (_, model, name, format, file) => {
    const recorded = answerRecording(format, file);
    upstream.on(name, recorded);
    const dispatched = await library.call(openaiChatClient, { model, messages, stream: true }, caller());
    expect(dispatched.headers).toMatchObject(recorded.headers);
    const answer = assemble(await chunksOf(dispatched));
    expect(answer.choices[0]?.finish.reason).toBe('stop');
    expect(answer.choices[0]?.content.map((part) => ('text' in part ? part.text : '')).join('')).not.toBe('');
  });

  it('embed, with the raw headers of the provider', async () => {
    const recorded = answerRecording('openai-embeddings', 'openai/base64.http.json');
    upstream.on('text-embedding-3-small', recorded);
    const body = { model: 'embed', input: 'How do I reset my password?', encoding_format: 'base64' };
    const dispatched = await library.call(openaiEmbeddingsClient, body, caller());
    expect(wholeOf(dispatched)).toMatchObject({
      result: { kind: 'embeddings', vectors: [expect.stringMatching(/^Vj\+QPMFSO70/)] },
      usage: { inputUncached: 7 },
    });
    expect(dispatched.headers).toMatchObject({ 'x-request-id': 'req_fbcbd5e102bd430db2d87dc53f3b18e4' });
  });

  it("throw a provider's error as the gateway says it", async () => {
    const error = { message: 'too long', type: 'invalid_request_error', param: null, code: null };
    upstream.on('claude-haiku-4-5', answerJson(400, { type: 'error', error }));
    const body = { model: 'claude', max_tokens: 9, messages };
    await expect(library.call(anthropicMessagesClient, body, caller())).rejects.toMatchObject({
      name: 'GatewayError',
      status: 400,
      message: expect.stringContaining('too long'),
    });
  });

  it('count money in memory: a budget pays for what it covers, and for no more', async () => {
    upstream.on('gpt-4o-mini', answerRecording('openai-chat', 'openai/text.http.json'));
    const body = { model: 'gpt', messages, max_tokens: 10 };
    const poor = caller('poor', 100_000n);
    const before = upstream.of('gpt-4o-mini').length;
    const dispatched = await library.call(openaiChatClient, body, poor);
    const { usage } = wholeOf(dispatched);
    if (usage === undefined) throw new Error('no usage was read');
    expect(usage).toMatchObject({ inputUncached: 8, output: 57, reasoning: 320 });
    expect(library.settle(dispatched, usage)).toBe(8n * 1_000n + (57n + 320n) * 2_000n);
    await expect(library.call(openaiChatClient, body, poor)).rejects.toMatchObject({ code: 'budget_exceeded' });
    expect(upstream.of('gpt-4o-mini')).toHaveLength(before + 1);
  });
});

function wholeOf({ answer }: Dispatched) {
  if (answer.kind !== 'unary') throw new Error('a stream');
  return answer.response;
}

async function chunksOf({ answer }: Dispatched): Promise<readonly CanonicalChunk[]> {
  if (answer.kind !== 'stream') throw new Error('no stream');
  const chunks = answer.events.flat();
  for (let more = await answer.rest.next(); more !== undefined; more = await answer.rest.next())
    chunks.push(...more.flat());
  return chunks;
}
