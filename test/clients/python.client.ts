import { join } from 'node:path';
import { buildConfig, buildModel } from '../support/builders/index.js';
import { createKey, describeAt, sumOfCosts, waitForRows } from '../support/gateway/index.js';
import { ReplayUpstream } from '../support/upstream/index.js';
import { SAID, serveFoundingPages, VECTOR } from './provider-rules.js';
import { broughtBy, runClient } from './run-client.js';

const SCRIPTS = join(__dirname, 'python');
const upstream = ReplayUpstream.ofFile();
serveFoundingPages(upstream);

/** What each call of a script must show its caller. */
const SEEN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'openai_calls.py': {
    chat: { text: SAID, model: 'gpt-4o', total: 15 },
    stream: SAID,
    metadata: SAID,
    stored: SAID,
    headers: { call: expect.stringMatching(/^[0-9a-f-]{36}$/), text: SAID },
    embeddings: [VECTOR, VECTOR],
    'embeddings in base64': VECTOR,
    moderation: false,
    completion: SAID,
    response: SAID,
    models: expect.arrayContaining(['gpt-4o', 'text-embedding-3-small']),
    'azure chat': { text: SAID, model: 'gpt-4o' },
    'azure embeddings': [VECTOR],
    'azure moderation': false,
    'azure response': SAID,
    'azure models': expect.arrayContaining(['gpt-4o', 'text-embedding-3-small']),
    'azure deployment chat': SAID,
    'azure deployment response': SAID,
    'wrong key': { class: 'AuthenticationError', status: 401, message: expect.stringContaining('sk-') },
    'unknown model': { class: 'BadRequestError', status: 400, message: expect.stringContaining('nothing') },
    'own destination': { class: 'AuthenticationError', status: 401, message: expect.stringContaining('user_config') },
  },
  'langchain_calls.py': {
    chat: { text: SAID, usage: 15 },
    stream: SAID,
    tools: [{ name: 'weather', args: { city: 'Paris' } }],
    embeddings: VECTOR,
    'azure chat': SAID,
  },
  'llama_index_calls.py': {
    chat: SAID,
    stream: SAID,
    embeddings: VECTOR,
    'azure chat': SAID,
    'azure query': SAID,
  },
  'smolagents_calls.py': { chat: SAID, stored: SAID, agent: 'The toll of 5 cents is paid.' },
};

/** Calls of a script that the gateway refuses to a key that it knows. */
const REFUSED: Readonly<Record<string, number>> = { 'openai_calls.py': 2 };

const models = ['gpt-4o', 'gpt-4o-tools', 'gpt-4o-agent', 'text-embedding-3-small', 'omni-moderation-latest'];
const config = (): object =>
  buildConfig(
    models.map((name) =>
      buildModel({
        name,
        model: `openai/${name}`,
        apiBase: `${upstream.url}/v1`,
        inputCost: 0.000_001,
        outputCost: 0.000_002,
      }),
    ),
  );

describeAt(
  'nothing set',
  'Python clients of the founding pages',
  () => ({ config: config() }),
  (gateway) => {
    it.each(Object.keys(SEEN))('%s sees what it expects, each call answered and in the ledger', async (script) => {
      const { key, hash } = await createKey(gateway());
      const before = upstream.requests.length;
      const run = await runClient(broughtBy('TEST_PYTHON'), [join(SCRIPTS, script)], {
        cwd: gateway().dataFolder,
        env: {
          TOLLGATE_URL: gateway().url,
          TOLLGATE_KEY: key,
          HOME: gateway().dataFolder,
          PYTHONDONTWRITEBYTECODE: '1',
          // tiktoken would download its vocabularies: llama-index-core brings copies
          TIKTOKEN_CACHE_DIR: await vocabularies(),
        },
        timeoutMs: 100_000,
      });
      expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, stderr: '' });
      const told = run.stdout.split('\n').filter((line) => line.startsWith('{"name"'));
      const seen = Object.fromEntries(
        told
          .map((line) => JSON.parse(line) as { name: string; value: unknown })
          .map(({ name, value }) => [name, value]),
      );
      expect(seen).toEqual(SEEN[script]);
      const answered = upstream.requests.length - before;
      const rows = await waitForRows(gateway().databaseUrl, hash, answered + (REFUSED[script] ?? 0));
      expect(rows.filter(({ status }) => status === 'success')).toHaveLength(answered);
      expect(sumOfCosts(rows)).toBeGreaterThan(0n);
    });
  },
);

async function vocabularies(): Promise<string> {
  const code =
    'import llama_index.core, os; print(os.path.join(os.path.dirname(llama_index.core.__file__), "_static/tiktoken_cache"))';
  const { stdout } = await runClient(broughtBy('TEST_PYTHON'), ['-c', code], { cwd: '/', env: {}, timeoutMs: 60_000 });
  return stdout.trim();
}
