import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callGateway, Gateway, queryDatabase } from '../support/gateway/index.js';
import { LiteLlmDatabase, SECRETS, seedLiteLlm } from '../support/litellm-database/index.js';
import { runToEnd } from '../e2e/cli/run-to-end.js';
import { PricedUpstream } from '../e2e/crash/priced-upstream.js';
import { repository } from './readme-commands.js';

jest.setTimeout(120_000);

const PAGE = readFileSync(join(repository, 'docs/migration-from-litellm.md'), 'utf8');
/** What is pasted, in its order, indented within the steps. */
const COMMANDS = [...PAGE.matchAll(/^ *```(?:sh|sql)\n([^]*?)^ *```$/gm)].map(([, command = '']) => command.trim());
const upstream = new PricedUpstream('gpt-4o');

let litellm: LiteLlmDatabase;
let gateway: Gateway | undefined;
beforeAll(async () => {
  litellm = await LiteLlmDatabase.create();
  await seedLiteLlm(litellm, Date.now());
});
afterAll(async () => {
  await gateway?.dispose();
  await litellm.drop();
});

/** `npm start -- …`, run by the product itself. */
async function run(command: string, expected = 0): Promise<string> {
  const words = command
    .replace(/^npm start -- /, '')
    .replace('"$LITELLM_DATABASE_URL"', litellm.url)
    .split(' ');
  const { code, stdout, stderr } = await runToEnd(words, {
    env: { DATABASE_URL: litellm.url, MASTER_KEY: 'sk-master-0123456789abcdef' },
  });
  expect({ code, stderr }).toEqual({ code: expected, stderr: '' });
  return stdout;
}

it('the commands of the page move a LiteLLM, and take the move back, in the order in which they stand there', async () => {
  const before = await litellm.dump();
  expect(COMMANDS).toEqual([
    'npm start -- config check config.yaml',
    'npm start -- import litellm --database-url "$LITELLM_DATABASE_URL" --dry-run',
    'npm start -- import litellm --database-url "$LITELLM_DATABASE_URL"',
    'npm start -- --config config.yaml --port 4100',
    'curl -s http://127.0.0.1:4100/key/info -H "Authorization: Bearer $CLIENT_KEY"',
    'DROP SCHEMA tollgate CASCADE;\nDROP SCHEMA IF EXISTS bullmq CASCADE;',
  ]);
  const [, dry = '', real = '', , , drop = ''] = COMMANDS;
  expect(await run(dry)).toContain('nothing was written');
  expect(await run(real)).toContain('keys: 4 taken');
  gateway = await Gateway.start({ config: upstream.config(), databaseUrl: litellm.url });
  const { status, body } = await callGateway<{ info: object }>(gateway, 'GET /key/info', { key: SECRETS.ann });
  expect(status).toBe(200);
  expect(body.info).toMatchObject({ key_alias: 'ann-key', spend: 7 });
  await gateway.stop();
  const ours = "SELECT nspname AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' ORDER BY 1";
  expect(await queryDatabase(litellm.url, ours)).toContainEqual({ name: 'bullmq' });
  await queryDatabase(litellm.url, drop);
  expect(await queryDatabase(litellm.url, ours)).toEqual([{ name: 'information_schema' }, { name: 'public' }]);
  expect(await litellm.dump()).toEqual(before);
});
