import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { callGateway, createKey, describeAt, waitForRows } from '../../support/gateway/index.js';

const run = promisify(execFile);
const messages = [{ role: 'user', content: 'a b c' }];

describeAt(
  'nothing set',
  'a first call',
  () => ({}),
  (gateway) => {
    it('is served with the key that was generated into a file of mode 0600', async () => {
      const file = join(gateway().dataFolder, 'master.key');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', {
        body: { model: 'mock/echo', messages },
      });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        object: 'chat.completion',
        model: 'mock/echo',
        choices: [{ message: { role: 'assistant', content: 'a b c' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) },
      });
    });

    it('works with the curl line of the start, as pasted', async () => {
      const line = /^ {2}(curl .*)$/m.exec(gateway().stdout)?.[1] ?? '';
      const { stdout } = await run('sh', ['-c', line], { cwd: gateway().dataFolder });
      expect(JSON.parse(stdout)).toMatchObject({ choices: [{ message: { content: 'Hello!' } }] });
    });

    it('needs no more than a few lines of output, and no secret is in them', () => {
      expect(gateway().stdout.trim().split('\n').length).toBeLessThanOrEqual(8);
      expect(gateway().output).not.toContain(gateway().masterKey);
      expect(gateway().stdout).toContain('listening on http://127.0.0.1:');
      expect(gateway().stdout).toMatch(/mock\/echo, mock\/text/);
    });

    it('leaves a row, free of charge, with real usage', async () => {
      const { key, hash } = await createKey(gateway());
      await callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { model: 'mock/text', messages } });
      const [row] = await waitForRows(gateway().databaseUrl, hash, 1);
      expect(row).toMatchObject({ status: 'success', provider: 'mock', cost_nano: 0n });
      expect(row?.output).toBeGreaterThan(20);
    });

    it('streams, and calls the tool that is asked for', async () => {
      const body = {
        model: 'mock/text',
        messages: [{ role: 'user', content: 'call get_weather' }],
        stream: true,
        stream_options: { include_usage: true },
        tools: [
          {
            type: 'function',
            function: {
              name: 'get_weather',
              parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
            },
          },
        ],
      };
      const answer = await callGateway(gateway(), 'POST /v1/chat/completions', { body });
      const chunks = answer.events.slice(0, -1).map(
        ({ data }) =>
          data as {
            readonly choices: readonly {
              readonly delta: {
                readonly tool_calls?: readonly { readonly function: { readonly arguments: string } }[];
              };
            }[];
            readonly usage?: object;
          },
      );
      const input = chunks.map((chunk) => chunk.choices[0]?.delta.tool_calls?.[0]?.function.arguments ?? '').join('');
      expect(JSON.parse(input)).toHaveProperty('city');
      expect(chunks.at(-1)?.usage).toMatchObject({ completion_tokens: expect.any(Number) });
      expect(answer.events.at(-1)?.data).toBe('[DONE]');
    });

    it("is served in Anthropic's dialect too", async () => {
      const answer = await callGateway(gateway(), 'POST /v1/messages', {
        body: { model: 'mock/echo', max_tokens: 10, messages },
      });
      expect(answer.body).toMatchObject({
        type: 'message',
        content: [{ type: 'text', text: 'a b c' }],
        stop_reason: 'end_turn',
      });
    });
  },
);
