import { callGateway, createKey, Gateway, waitForRows } from '../../support/gateway/index.js';
import { LiteLlmDatabase, seedLiteLlm } from '../../support/litellm-database/index.js';
import { PricedUpstream } from '../crash/priced-upstream.js';
import { runToEnd } from './run-to-end.js';

jest.setTimeout(120_000);

const upstream = new PricedUpstream('gpt-4o');
const NAMED = /holds LiteLLM's tables, which stay as they are: `tollgate import litellm` takes/;

let litellm: LiteLlmDatabase;
beforeEach(async () => {
  litellm = await LiteLlmDatabase.create();
  await seedLiteLlm(litellm, Date.now());
});
afterEach(() => litellm.drop());

describe('a database that holds LiteLLM’s tables', () => {
  it('is left byte-identical by the whole product at work, whose start names the import until something was imported', async () => {
    const before = await litellm.dump();
    const gateway = await Gateway.start({ config: upstream.config(), databaseUrl: litellm.url });
    try {
      expect(gateway.output).toMatch(NAMED);
      const { key, hash } = await createKey(gateway, { max_budget: 1, user_id: 'ann' });
      const call = await callGateway(gateway, 'POST /v1/chat/completions', { key, body: upstream.body });
      expect(call.status).toBe(200);
      await waitForRows(gateway.databaseUrl, hash, 1);
      expect((await callGateway(gateway, 'POST /team/new', { body: { team_id: 't-red' } })).status).toBe(200);
      await gateway.stop();
      expect(
        (
          await runToEnd(['import', 'litellm'], {
            env: { DATABASE_URL: litellm.url, MASTER_KEY: 'sk-master-0123456789abcdef' },
          })
        ).code,
      ).toBe(0);
      await gateway.restart();
      expect(gateway.output).not.toMatch(NAMED);
    } finally {
      await gateway.dispose();
    }
    expect(await litellm.dump()).toEqual(before);
  });

  it.each(['gateway', 'admin', 'worker'])('is named and left as it is by `tollgate %s`', async (command) => {
    const before = await litellm.dump();
    const gateway = await Gateway.start({ args: [command], databaseUrl: litellm.url });
    expect(gateway.output).toMatch(NAMED);
    await gateway.dispose();
    expect(await litellm.dump()).toEqual(before);
  });

  it.each([
    ['migrate', 0],
    // these work on what is there, and Tollgate has never been
    ['redeliver', 1],
    ['audit verify', 1],
    ['import litellm --dry-run', 0],
  ])('is left as it is by `tollgate %s`, first and behind `tollgate migrate`', async (command, first) => {
    const before = await litellm.dump();
    const codeOf = async (line: string): Promise<number | null> => {
      const env = { DATABASE_URL: litellm.url, MASTER_KEY: 'sk-master-0123456789abcdef' };
      return (await runToEnd(line.split(' '), { env })).code;
    };
    expect(await codeOf(command)).toBe(first);
    expect(await litellm.dump()).toEqual(before);
    expect([await codeOf('migrate'), await codeOf(command)]).toEqual([0, 0]);
    expect(await litellm.dump()).toEqual(before);
  });
});

describe('import litellm', () => {
  const refused = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { code, stderr } = await runToEnd(['import', 'litellm', ...args], { env });
    expect(code).toBe(1);
    return stderr;
  };

  it('says what to do where there is no LiteLLM', async () => {
    const { pathname } = new URL(litellm.url);
    await litellm.query('DROP TABLE "LiteLLM_VerificationToken"');
    expect(await refused([], { DATABASE_URL: litellm.url })).toBe(
      `tollgate: the database "${pathname.slice(1)}" holds no tables of LiteLLM in the schema "public": name LiteLLM’s own address with --database-url\n`,
    );
  });

  it('says what to do where the address is none, or nobody answers there', async () => {
    const env = { DATABASE_URL: litellm.url };
    expect(await refused(['--database-url', 'litellm'], env)).toContain('--database-url is no address');
    expect(await refused(['--database-url', 'postgres://127.0.0.1:1/litellm'], env)).toMatch(
      /PostgreSQL at 127\.0\.0\.1:1 cannot be reached .* is --database-url right\?\n$/,
    );
  });

  it('reads from the schema that the address names', async () => {
    await litellm.query('ALTER SCHEMA public RENAME TO llm; CREATE SCHEMA public');
    const url = `${litellm.url}?schema=llm&connection_limit=5`;
    const { code, stdout } = await runToEnd(['import', 'litellm', '--dry-run', '--database-url', url], {
      env: { DATABASE_URL: litellm.url, MASTER_KEY: 'sk-master-0123456789abcdef' },
    });
    expect(code).toBe(0);
    expect(stdout).toContain('keys: 4 taken, 2 left\n');
  });
});
