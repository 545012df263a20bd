import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildConfig, buildModel } from '../support/builders/index.js';
import { createKey, describeAt, waitForRows } from '../support/gateway/index.js';
import { answerEvents, ReplayUpstream, type UpstreamAnswer, type UpstreamRequest } from '../support/upstream/index.js';
import { broughtBy, runClient } from './run-client.js';

const upstream = ReplayUpstream.ofFile();
/** A number that only the shell can work out: what the agent's tool printed has come back to the model. */
const COMMAND = 'echo sum-$((1234*5678))';
const PRINTED = 'sum-7006652';
const DONE = 'The command printed its sum.';
const ARGUMENTS = JSON.stringify({ cmd: COMMAND });

upstream.on('claude-replay', (request) => answerClaude(request));
upstream.on('codex-native', (request) => answerCodex(request));
upstream.on('codex-bridged', (request) => answerCodexOverChat(request));

const config = (): object =>
  buildConfig([
    buildModel({ name: 'claude-replay', model: 'anthropic/claude-replay', apiBase: upstream.url }),
    buildModel({ name: 'codex-native', model: 'openai/codex-native', apiBase: `${upstream.url}/v1` }),
    buildModel({
      name: 'codex-bridged',
      model: 'openai/codex-bridged',
      apiBase: `${upstream.url}/v1`,
      // chat completions have neither its namespaces of tools nor its web search
      params: { use_chat_completions_api: true, drop_params: true },
    }),
  ]);

describeAt(
  'nothing set',
  'coding agents',
  () => ({ config: config() }),
  (gateway) => {
    const homeOf = (agent: string): string => mkdtempSync(join(gateway().dataFolder, `${agent}-`));
    const expectTurns = async (model: string, hash: string): Promise<void> => {
      expect(upstream.of(model).some(({ text }) => text.includes(PRINTED))).toBe(true);
      const rows = await waitForRows(gateway().databaseUrl, hash, upstream.of(model).length);
      expect(rows.every(({ status }) => status === 'success')).toBe(true);
    };

    it('Claude Code runs a tool turn: its tool call, its result, and the answer that follows', async () => {
      const { key, hash } = await createKey(gateway());
      const home = homeOf('claude');
      const cli = join(broughtBy('TEST_AGENTS'), 'node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs');
      const args = [cli, '-p', 'Run the command.', '--model', 'claude-replay', '--allowedTools', 'Bash'];
      const run = await runClient(process.execPath, args, {
        cwd: home,
        env: {
          HOME: home,
          ANTHROPIC_BASE_URL: gateway().url,
          ANTHROPIC_API_KEY: key,
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          DISABLE_TELEMETRY: '1',
          DISABLE_AUTOUPDATER: '1',
        },
        timeoutMs: 90_000,
      });
      expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(DONE) });
      await expectTurns('claude-replay', hash);
    });

    it.each(['codex-native', 'codex-bridged'])('Codex runs a tool turn on %s', async (model) => {
      const { key, hash } = await createKey(gateway());
      const home = homeOf('codex');
      mkdirSync(join(home, '.codex'));
      writeFileSync(
        join(home, '.codex', 'config.toml'),
        `model = "${model}"
model_provider = "gateway"
[model_providers.gateway]
name = "gateway"
base_url = "${gateway().url}/v1"
env_key = "GATEWAY_KEY"
wire_api = "responses"
`,
      );
      const cli = join(broughtBy('TEST_AGENTS'), 'node_modules/@openai/codex/bin/codex.js');
      // its sandbox needs rights that a container may not give
      const args = [cli, 'exec', '--skip-git-repo-check', '--sandbox', 'danger-full-access', 'Run the command.'];
      const env = { HOME: home, GATEWAY_KEY: key };
      const run = await runClient(process.execPath, args, { cwd: home, env, timeoutMs: 90_000 });
      expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(DONE) });
      await expectTurns(model, hash);
    });
  },
);

function hasTools(body: UpstreamRequest['body']): boolean {
  return Array.isArray(body['tools']) && body['tools'].length > 0;
}

/** One turn with a tool call, then the end; a request without tools (a title, say) gets a word. */
function answerClaude({ body, text }: UpstreamRequest): UpstreamAnswer {
  if (!hasTools(body)) return speak([{ type: 'text', text: 'ok' }], 'end_turn');
  if (text.includes(PRINTED)) return speak([{ type: 'text', text: DONE }], 'end_turn');
  return speak(
    [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: COMMAND, description: 'Adds' } }],
    'tool_use',
  );
}

interface Block {
  readonly type: 'text' | 'tool_use';
  readonly [member: string]: unknown;
}

function speak(blocks: readonly Block[], stop_reason: string): UpstreamAnswer {
  const event = (type: string, data: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const usage = { input_tokens: 10, output_tokens: 1 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-replay', content: [], usage };
  return answerEvents([
    event('message_start', { message: { ...message, stop_reason: null, stop_sequence: null } }),
    ...blocks.flatMap((block, index) => [
      event('content_block_start', { index, content_block: begun(block) }),
      event('content_block_delta', { index, delta: deltaOf(block) }),
      event('content_block_stop', { index }),
    ]),
    event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 20 } }),
    event('message_stop', {}),
  ]);
}

function begun(block: Block): object {
  return block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} };
}

function deltaOf(block: Block): object {
  return block.type === 'text'
    ? { type: 'text_delta', text: block['text'] }
    : { type: 'input_json_delta', partial_json: JSON.stringify(block['input']) };
}

/** The same turn in the wire of the Responses API. */
function answerCodex({ text }: UpstreamRequest): UpstreamAnswer {
  const said = { type: 'output_text', text: DONE, annotations: [] };
  const item = text.includes(PRINTED)
    ? { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [said] }
    : {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'call_1',
        name: 'exec_command',
        arguments: ARGUMENTS,
        status: 'completed',
      };
  const usage = {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 15,
  };
  const response = { id: 'resp_1', object: 'response', created_at: 1_700_000_000, model: 'codex-native', tools: [] };
  const told = [
    ['response.created', { response: { ...response, status: 'in_progress', output: [] } }],
    ['response.output_item.added', { output_index: 0, item: { ...item, status: 'in_progress' } }],
    ['response.output_item.done', { output_index: 0, item }],
    ['response.completed', { response: { ...response, status: 'completed', output: [item], usage } }],
  ] as const;
  return answerEvents(
    told.map(
      ([type, data], sequence_number) =>
        `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number, ...data })}\n\n`,
    ),
  );
}

/** The same turn in the wire of chat completions. */
function answerCodexOverChat({ text }: UpstreamRequest): UpstreamAnswer {
  const isDone = text.includes(PRINTED);
  const envelope = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'codex-bridged',
  };
  const event = (choices: readonly object[], more: object = {}): string =>
    `data: ${JSON.stringify({ ...envelope, choices, ...more })}\n\n`;
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'exec_command', arguments: ARGUMENTS } };
  const delta = { role: 'assistant', ...(isDone ? { content: DONE } : { content: null, tool_calls: [call] }) };
  return answerEvents([
    event([{ index: 0, delta, finish_reason: null }]),
    event([{ index: 0, delta: {}, finish_reason: isDone ? 'stop' : 'tool_calls' }]),
    event([], { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } }),
    'data: [DONE]\n\n',
  ]);
}
