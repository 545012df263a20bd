import {
  callGateway,
  createKey,
  describeAt,
  type Gateway,
  openCall,
  waitFor,
  waitForRows,
} from '../../support/gateway/index.js';
import {
  answerJson,
  answerRecording,
  Gate,
  ReplayUpstream,
  speakChat,
  speakMessage,
  speakResponse,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '../../support/upstream/index.js';

/** The configuration with which an OpenWebUI user ran into the faults of LiteLLM's bridge; provider keys and addresses come by environment. */
const CONFIG = `
model_list:
  - model_name: "anthropic/*"
    litellm_params:
      model: "anthropic/*"
      api_key: os.environ/ANTHROPIC_API_KEY
  - model_name: "ollama/*"
    litellm_params:
      model: "ollama_chat/*"
      api_base: os.environ/OLLAMA_API_BASE
  - model_name: "openai/*"
    litellm_params:
      model: "openai/*"
      api_key: os.environ/OPENAI_API_KEY
      drop_params: true
  - model_name: "gemini/*"
    litellm_params:
      model: "gemini/*"
      api_key: os.environ/GEMINI_API_KEY
general_settings:
  user_header_name: X-OpenWebUI-User-Email
litellm_settings:
  check_provider_endpoint: true
`;

const SPOKEN = { outputTokens: 3, promptTokens: 5 };
const SAID = 'word0 word1 word2 ';
const upstream = ReplayUpstream.ofFile();
upstream.on('', listModels);
upstream.on('gpt-4o', (request) => speakChat(request, SPOKEN));
upstream.on('codex-mini-latest', (request) => speakResponse(request, SPOKEN));
upstream.on('claude-haiku-4-5', (request) => speakMessage(request, SPOKEN));
upstream.on('qwen3:4b', answerRecording('ollama-chat', 'chat-stream.http.json'));
upstream.on('gemini-2.5-flash', () => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: [
    `data: ${JSON.stringify({
      candidates: [{ content: { role: 'model', parts: [{ text: SAID }] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 3, totalTokenCount: 8 },
    })}\n\n`,
  ],
}));

/** Each provider's own list of models. */
function listModels({ path, headers }: UpstreamRequest): UpstreamAnswer {
  if (path.startsWith('/api/tags')) return answerJson(200, { models: [{ name: 'qwen3:4b' }] });
  if (path.startsWith('/v1beta/models')) return answerJson(200, { models: [{ name: 'models/gemini-2.5-flash' }] });
  const ids = headers['x-api-key'] === undefined ? ['gpt-4o', 'codex-mini-latest'] : ['claude-haiku-4-5'];
  return answerJson(200, { object: 'list', data: ids.map((id) => ({ id, object: 'model' })) });
}

/** As ENABLE_FORWARD_USER_INFO_HEADERS has them sent. */
const USER = {
  'X-OpenWebUI-User-Name': 'Ada%20Lovelace',
  'X-OpenWebUI-User-Id': '6f1f8ad2-9d0d-4a0e-8a5f-0c6f4f8f2f10',
  'X-OpenWebUI-User-Email': 'ada@example.com',
  'X-OpenWebUI-User-Role': 'user',
};
const HELLO = { role: 'user', content: 'Hey!' };
const CHATS = ['openai/gpt-4o', 'openai/codex-mini-latest'] as const;
const nameOf = (model: string): string => model.slice(model.indexOf('/') + 1);

describeAt(
  'nothing set',
  'OpenWebUI',
  () => ({
    config: CONFIG,
    env: {
      OPENAI_API_KEY: 'sk-openai',
      OPENAI_API_BASE: `${upstream.url}/v1`,
      ANTHROPIC_API_KEY: 'sk-ant',
      ANTHROPIC_API_BASE: upstream.url,
      GEMINI_API_KEY: 'gm',
      GEMINI_API_BASE: upstream.url,
      OLLAMA_API_BASE: upstream.url,
    },
  }),
  (gateway) => {
    it('is shown the models that every provider has now', async () => {
      const { body } = await callGateway<{ data: { id: string }[] }>(gateway(), 'GET /v1/models', { headers: USER });
      expect(body.data.map(({ id }) => id).sort()).toEqual([
        'anthropic/claude-haiku-4-5',
        'gemini/gemini-2.5-flash',
        'ollama/qwen3:4b',
        'openai/codex-mini-latest',
        'openai/gpt-4o',
      ]);
    });

    it.each([...CHATS, 'anthropic/claude-haiku-4-5', 'ollama/qwen3:4b', 'gemini/gemini-2.5-flash'])(
      'begins a chat with %s, streamed to its end',
      async (model) => {
        const answer = await chat(gateway(), { model, stream: true, messages: [HELLO] });
        expect([answer.status, answer.events.at(-1)?.data]).toEqual([200, '[DONE]']);
        const isRecorded = model.startsWith('ollama');
        expect(textOf(answer.events)).toMatch(isRecorded ? /\S/ : SAID);
        expect(finishesOf(answer.events)).toEqual([isRecorded ? 'length' : 'stop']);
      },
    );

    it.each(CHATS)('goes on with a chat with %s, the assistant’s turn among the messages', async (model) => {
      const messages = [HELLO, { role: 'assistant', content: SAID }, { role: 'user', content: 'And then?' }];
      const answer = await chat(gateway(), { model, stream: true, messages });
      expect([answer.status, textOf(answer.events)]).toEqual([200, SAID]);
      const sent = upstream.of(nameOf(model)).at(-1);
      expect(sent?.headers.authorization).toBe('Bearer sk-openai');
      if (model === 'openai/gpt-4o') expect(sent?.body).toHaveProperty('messages', messages);
      else
        expect(sent?.body).toMatchObject({
          input: [
            { role: 'user', content: [{ type: 'input_text', text: 'Hey!' }] },
            { role: 'assistant', content: [{ type: 'output_text', text: SAID }] },
            { role: 'user', content: [{ type: 'input_text', text: 'And then?' }] },
          ],
        });
    });

    it.each(CHATS)('has %s make up a title in one piece', async (model) => {
      const content = '### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.';
      const answer = await chat(gateway(), {
        model,
        messages: [{ role: 'user', content }],
        stream: false,
        max_completion_tokens: 1000,
      });
      expect(answer).toMatchObject({
        status: 200,
        body: { model, choices: [{ message: { role: 'assistant', content: SAID }, finish_reason: 'stop' }] },
      });
    });

    it.each(CHATS)('has what it spends with %s booked for the user that its header names', async (model) => {
      const { key, hash } = await createKey(gateway());
      await chat(gateway(), { model, stream: true, messages: [HELLO] }, key);
      await waitForRows(gateway().databaseUrl, hash, 1);
      const { body } = await callGateway<object[]>(gateway(), `GET /spend/logs?api_key=${hash}`);
      expect(body).toMatchObject([{ end_user: 'ada@example.com', model_group: model }]);
      const sent = upstream.of(nameOf(model)).at(-1);
      expect(JSON.stringify([sent?.rawHeaders, sent?.text])).not.toContain('ada@example.com');
    });

    it.each(CHATS)('stops an answer of %s, and the provider with it', async (model) => {
      const gate = new Gate();
      const held = (index: number) => (index < 5 ? undefined : gate.opened);
      upstream.on(nameOf(model), (request) =>
        model === 'openai/gpt-4o'
          ? speakChat(request, { ...SPOKEN, outputTokens: 50, gate: held })
          : speakResponse(request, { ...SPOKEN, outputTokens: 50, gate: held }),
      );
      const { key, hash } = await createKey(gateway());
      const stop = new AbortController();
      const response = await openCall(gateway(), 'POST /v1/chat/completions', {
        key,
        body: { model, stream: true, messages: [HELLO] },
        headers: USER,
        signal: stop.signal,
      });
      const reader = response.body?.getReader();
      expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('data: ');
      stop.abort();
      const request = upstream.of(nameOf(model)).at(-1);
      await waitFor('the provider to see the end', () => request?.aborted);
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'cancelled', model_group: model });
      gate.open();
    });
  },
);

function chat(gateway: Gateway, body: object, key?: string) {
  return callGateway(gateway, 'POST /v1/chat/completions', {
    body,
    headers: USER,
    ...(key !== undefined && { key }),
  });
}

interface Chunk {
  readonly choices: readonly {
    readonly delta: { readonly content?: string | null };
    readonly finish_reason?: string | null;
  }[];
}

function choicesOf(events: readonly { readonly data: unknown }[]): readonly Chunk['choices'][number][] {
  return events.flatMap(({ data }) => (data === '[DONE]' ? [] : (data as Chunk).choices));
}

function textOf(events: readonly { readonly data: unknown }[]): string {
  return choicesOf(events)
    .map(({ delta }) => delta.content ?? '')
    .join('');
}

function finishesOf(events: readonly { readonly data: unknown }[]): readonly string[] {
  return choicesOf(events).flatMap(({ finish_reason: finish }) => (finish == null ? [] : [finish]));
}
