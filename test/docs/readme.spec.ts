import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseEvents } from '../support/gateway/index.js';
import { freePort } from '../e2e/cli/free-port.js';
import { beginSession, takeTurn } from './claude-code.js';
import { FreshCopy } from './fresh-copy.js';
import { readCommands, repository } from './readme-commands.js';

jest.setTimeout(180_000);

const run = promisify(execFile);
const commands = readCommands('README.md');
/** Needs no service; the run brings them all the same. */
const SMALL_TEST = 'libs/kernel/src/nano-usd.spec.ts';

/** What the commands do to one another, as in a user's shell. */
let copy: FreshCopy;
let port: string;
let virtualKey = '';
const exported: Record<string, string> = {};

beforeAll(async () => {
  copy = new FreshCopy();
  port = String(await freePort());
});
afterAll(() => copy.remove());

/** The README's own port is taken on a developer's machine: the test's stands in its place. */
const here = (text: string): string => text.replaceAll('127.0.0.1:4000', `127.0.0.1:${port}`);

async function paste<Answer>(command: string): Promise<Answer> {
  const { stdout } = await run('bash', ['-c', here(command)], { cwd: copy.folder });
  return JSON.parse(stdout) as Answer;
}

/** Runs a script of an SDK's user, whose settings come from the environment alone. */
async function runScript(source: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', ...exported };
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', source], { cwd: repository, env });
  return stdout.trim();
}

interface Chat {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}
interface SpendRow {
  readonly model: string;
  readonly status: string;
}

/** How each command is run; its place in the README is its place here. */
const STEPS: readonly (readonly [pattern: RegExp, step: (command: string) => Promise<void>])[] = [
  [
    /^npm start$/,
    async (command) => {
      await copy.start(command, { PORT: port });
      expect(copy.output).toContain('tollgate: building');
      expect(copy.output).toContain('Master key: generated into ./data/master.key');
    },
  ],
  [
    /^curl -s \S+\/v1\/chat\/completions .*"model":"mock\/echo"/,
    async (command) => {
      expect((await paste<Chat>(command)).choices[0]?.message.content).toBe('Hello!');
    },
  ],
  [
    /^npm start -- --config config\.yaml --port 4000$/,
    async (command) => {
      await copy.stop();
      expect(copy.output).toContain('stopping: finishing what is in flight');
      expect(existsSync(join(copy.folder, 'data', 'postgresql', 'data', 'postmaster.pid'))).toBe(false);
      const models = ['mock/echo', 'mock/text'].map((model) => ({ model_name: model, litellm_params: { model } }));
      writeFileSync(join(copy.folder, 'config.yaml'), JSON.stringify({ model_list: models }));
      await copy.start(command.replace('4000', port));
      expect(copy.output).not.toContain('tollgate: building');
      expect(copy.output).toContain('Set models: mock/echo, mock/text (config.yaml)');
      expect(copy.output).toContain(`listening on http://127.0.0.1:${port}`);
    },
  ],
  [
    /^npm test$/,
    async (command) => {
      // this very test is a part of the whole suite: here the command runs one small part, with its services
      const { code, output } = await copy.run(`${command} -- ${SMALL_TEST}`);
      expect(output).toMatch(/Tests: +[1-9]\d* passed, [1-9]\d* total/);
      expect(code).toBe(0);
      expect(readFileSync(join(repository, '.ci/run'), 'utf8')).toContain('npm test');
    },
  ],
  [
    /^curl -s \S+\/key\/generate /,
    async (command) => {
      const made = await paste<Readonly<Record<string, unknown>>>(command);
      expect(made).toMatchObject({ models: ['mock/echo'], max_budget: 5, budget_duration: '30d', rpm_limit: 60 });
      virtualKey = String(made['key']);
    },
  ],
  [
    /^curl -s '\S+\/spend\/logs\?page_size=10'/,
    async (command) => {
      const rows = await paste<readonly SpendRow[]>(command);
      expect(rows).toContainEqual(expect.objectContaining({ model: 'mock/echo', status: 'success' }));
    },
  ],
  [/^export OPENAI_BASE_URL=\S+$/, exportIt],
  [
    /^export OPENAI_API_KEY=sk-\.\.\.$/,
    async (command) => {
      await exportIt(command);
      const said = await runScript(`
        import OpenAI from 'openai';
        const client = new OpenAI();
        const ask = { model: 'mock/echo', messages: [{ role: 'user', content: 'From the SDK' }] };
        console.log((await client.chat.completions.create(ask)).choices[0].message.content);
        const stream = await client.chat.completions.create({ ...ask, stream: true });
        let text = '';
        for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
        console.log(text);`);
      expect(said).toBe('From the SDK\nFrom the SDK');
    },
  ],
  [/^export ANTHROPIC_BASE_URL=\S+$/, exportIt],
  [
    /^export ANTHROPIC_API_KEY=sk-\.\.\.$/,
    async (command) => {
      await exportIt(command);
      const said = await runScript(`
        import Anthropic from '@anthropic-ai/sdk';
        const client = new Anthropic();
        const messages = [{ role: 'user', content: 'From the SDK' }];
        const answer = await client.messages.create({ model: 'mock/echo', max_tokens: 100, messages });
        console.log(answer.content[0].text);`);
      expect(said).toBe('From the SDK');
    },
  ],
  [
    /^claude --model <a model of your configuration>$/,
    async () => {
      const { ANTHROPIC_BASE_URL: baseUrl = '', ANTHROPIC_API_KEY: apiKey = '' } = exported;
      expect(await beginSession(baseUrl)).toBe(200);
      const { status, text } = await takeTurn({ baseUrl, apiKey, model: 'mock/echo', prompt: 'From Claude Code' });
      expect(status).toBe(200);
      const events = parseEvents(text) as readonly { event: string; data: { delta?: { text?: string } } }[];
      expect(events.at(0)?.event).toBe('message_start');
      expect(events.at(-1)?.event).toBe('message_stop');
      expect(events.map(({ data }) => data.delta?.text ?? '').join('')).toContain('From Claude Code');
    },
  ],
  [
    /^npm start -- config check config\.yaml$/,
    async (command) => {
      expect(await copy.run(command)).toMatchObject({
        code: 0,
        output: expect.stringContaining('config.yaml can be used') as string,
      });
    },
  ],
];

async function exportIt(command: string): Promise<void> {
  const [, name = '', value = ''] = /^export (\w+)=(\S+)$/.exec(command) ?? [];
  expect(virtualKey).not.toBe('');
  exported[name] = value === 'sk-...' ? virtualKey : here(value);
  await Promise.resolve();
}

describe("the README's commands, in a clone after its packages are installed", () => {
  it('are all known to this test, in this order, and none is missing', () => {
    const unknown = commands.filter((command, place) => STEPS[place]?.[0].test(command) !== true);
    expect(unknown).toEqual([]);
    expect(commands).toHaveLength(STEPS.length);
  });

  it.each(commands.map((command, place) => [command, place] as const))('%s', async (command, place) => {
    const step = STEPS[place];
    if (step?.[0].test(command) !== true) throw new Error(`no test knows this command: ${command}`);
    await step[1](command);
  });
});
