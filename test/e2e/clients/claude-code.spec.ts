import { callGateway, createKey, describeAtBothEnds, waitForRows } from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';
import { replayConfig, replayRecordings } from './replayed-models.js';

const upstream = ReplayUpstream.ofFile();
replayRecordings(upstream);

/** The headers of Claude Code 2.1 beside its credential. */
const HEADERS = {
  'anthropic-version': '2023-06-01',
  'anthropic-beta': 'claude-code-20250219,interleaved-thinking-2025-05-14,fine-grained-tool-streaming-2025-05-14',
  'anthropic-dangerous-direct-browser-access': 'true',
  'user-agent': 'claude-cli/2.1.197 (external, sdk-cli)',
  'x-app': 'cli',
  'x-stainless-lang': 'js',
  'x-stainless-retry-count': '0',
};
const CACHED = { cache_control: { type: 'ephemeral' } };
const BASH = {
  name: 'Bash',
  description: 'Executes a given bash command.',
  input_schema: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { command: { type: 'string' } },
    required: ['command'],
    additionalProperties: false,
  },
};

/** A turn as it sends it: system prompt and reminders as blocks with cache markers, tools, metadata, always streamed. */
const turn = (model: string) => ({
  model,
  max_tokens: 32000,
  stream: true,
  temperature: 1,
  metadata: { user_id: 'user_0123_account__session_6b9f' },
  system: [
    { type: 'text', text: "You are Claude Code, Anthropic's official CLI for Claude.", ...CACHED },
    { type: 'text', text: 'You are an interactive CLI tool.', ...CACHED },
  ],
  messages: [
    {
      role: 'user',
      content: [
        {
          type: 'text',
          text: '<system-reminder>\nAs you answer, you can use the following context.\n</system-reminder>\n',
        },
        { type: 'text', text: 'Add and multiply the number 2 and 3', ...CACHED },
      ],
    },
  ],
  tools: [BASH],
});

describeAtBothEnds(
  "Claude Code's requests",
  () => ({ config: replayConfig(upstream.url) }),
  (gateway) => {
    it('begins with HEAD /, which needs no key', async () => {
      const answer = await fetch(gateway().url, { method: 'HEAD' });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe('');
    });

    it.each([
      ['x-api-key', (key: string) => ({ 'x-api-key': key })],
      ['a bearer token', (key: string) => ({ authorization: `Bearer ${key}` })],
      [
        'x-litellm-api-key beside a foreign credential',
        (key: string) => ({ 'x-litellm-api-key': key, authorization: 'Bearer sk-ant-oat01-of-a-subscription' }),
      ],
    ])('streams POST /v1/messages?beta=true on an Anthropic deployment with %s', async (_name, credential) => {
      const { key, hash } = await createKey(gateway());
      const body = turn('anthropic/a-tools-stream');
      const answer = await callGateway(gateway(), 'POST /v1/messages?beta=true', {
        key: null,
        headers: { ...HEADERS, ...credential(key) },
        body,
      });
      expect(answer.status).toBe(200);
      const names = answer.events.map(({ event }) => event);
      expect(names[0]).toBe('message_start');
      expect(names.at(-1)).toBe('message_stop');
      const sent = upstream.of('a-tools-stream').at(-1);
      expect(sent?.body).toEqual({ ...body, model: 'a-tools-stream' });
      expect(sent?.headers).toMatchObject({ 'anthropic-beta': HEADERS['anthropic-beta'], 'x-api-key': 'sk-upstream' });
      expect(JSON.stringify(sent?.rawHeaders)).not.toMatch(/sk-ant-oat01|user_0123/);
      expect(JSON.stringify(sent?.rawHeaders)).not.toContain(key);
      expect(await waitForRows(gateway().databaseUrl, hash, 1)).toMatchObject([
        { status: 'success', stream: true, model: 'a-tools-stream' },
      ]);
    });

    it('streams on an OpenAI deployment: blocks become messages, the tool a function', async () => {
      const answer = await callGateway(gateway(), 'POST /v1/messages?beta=true', {
        headers: HEADERS,
        body: turn('openai/o-tools-stream'),
      });
      const names = answer.events.map(({ event }) => event);
      expect(names[0]).toBe('message_start');
      expect(names).toContain('content_block_delta');
      expect(names.at(-1)).toBe('message_stop');
      const sent = upstream.of('o-tools-stream').at(-1)?.body;
      expect(sent).toMatchObject({
        stream: true,
        messages: [{ role: 'system' }, { role: 'user' }],
        tools: [{ type: 'function', function: { name: 'Bash', parameters: BASH.input_schema } }],
      });
      expect(JSON.stringify(sent)).toContain('<system-reminder>');
      expect(JSON.stringify(sent)).not.toContain('cache_control');
    });
  },
);
