import { mkdtempSync } from 'node:fs';
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

upstream.on('claude-replay', (request) => answerClaude(request));

const config = (): object =>
  buildConfig([buildModel({ name: 'claude-replay', model: 'anthropic/claude-replay', apiBase: upstream.url })]);

describeAt(
  'nothing set',
  'coding agents',
  () => ({ config: config() }),
  (gateway) => {
    it('Claude Code runs a tool turn: its tool call, its result, and the answer that follows', async () => {
      const { key, hash } = await createKey(gateway());
      const home = mkdtempSync(join(gateway().dataFolder, 'claude-'));
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
      const turns = upstream.of('claude-replay').filter(({ body }) => hasTools(body));
      expect(turns.some(({ text }) => text.includes(PRINTED))).toBe(true);
      const rows = await waitForRows(gateway().databaseUrl, hash, upstream.of('claude-replay').length);
      expect(rows.every(({ status }) => status === 'success')).toBe(true);
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
