import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { makeCallers, OWN_SECRET } from '../support/canary/callers.js';
import { GuardedGateway } from '../support/canary/guarded-gateway.js';
import { Walk } from '../support/canary/walk.js';

const WALK_MS = 240_000;

describe('what the admins of a team and of an organization write, anywhere, while every variable and credential is a canary', () => {
  let guarded: GuardedGateway;
  /** Every row of every table, before and after some were taken away. */
  let dump: string;
  let walk: Walk;

  beforeAll(async () => {
    guarded = await GuardedGateway.start();
    const credentials = await guarded.keepSecrets();
    const callers = await makeCallers(guarded);
    walk = await Walk.of(guarded, callers, credentials);
    await walk.writeAndUse();
    dump = await dumpOf(guarded.database.url);
    await walk.takeAway();
    dump += await dumpOf(guarded.database.url);
  }, WALK_MS);
  afterAll(() => guarded.close());

  it('is tried at every route of the live table that writes, taken by many, and used', () => {
    expect(walk.routes.filter(({ isDataPlane }) => !isDataPlane).length).toBeGreaterThan(90);
    expect(walk.taken.size).toBeGreaterThan(20);
    expect(walk.faults).toEqual([]);
    expect(guarded.foreign.received.length).toBeGreaterThan(20);
    expect(guarded.foreign.received.filter((text) => text.includes('/redirect/')).length).toBeGreaterThan(0);
  });

  it('brings no secret to a foreign host but the one that was set for it', () => {
    expect(guarded.canaries.foundIn(guarded.foreign.received.join('\n'))).toEqual([OWN_SECRET]);
  });

  it('would be seen to bring them: those of the operator come to its own host, in the clear and encoded', () => {
    const seen = guarded.canaries.foundIn(guarded.own.received.join('\n'));
    const given = ['key', 'header'].map((name) => `the operator's ${name} in a model of the team`);
    expect(seen).toEqual(
      expect.arrayContaining(['OPERATORS_KEY', 'litellm_settings.headers', 'one that is encoded', ...given]),
    );
  });

  it('brings no secret into an answer', () => {
    expect(walk.told).toEqual([]);
  });

  it('sends no packet to a metadata service, nor asks for its name', () => {
    const { reached } = guarded.spy;
    const database = Number(new URL(guarded.database.url).port);
    const known = [guarded.own.port, guarded.foreign.port, database].map((port) => `127.0.0.1 ${String(port)}`);
    expect(reached.filter(({ by }) => by === 'tcp').map(({ where }) => where)).toEqual(expect.arrayContaining(known));
    expect(reached.filter(({ by, where }) => by !== 'name' && !known.includes(where))).toEqual([]);
    const names = reached.filter(({ by }) => by === 'name').map(({ where }) => where);
    // one that could lead anywhere is judged by where it leads
    expect(names).toContain('named-metadata.test');
    expect(names.filter((name) => /^metadata|^169\.|^fd00:|^100\.100\./i.test(name))).toEqual([]);
  });

  it('leaves no secret in the clear in the database', () => {
    expect(guarded.canaries.foundIn(dump)).toEqual([]);
    // as they were written: the dump holds what the walk left
    expect(guarded.variables.some((name) => dump.includes(`secret/${name}`))).toBe(true);
    expect(dump.includes('"model_name":"theirs"')).toBe(true);
  });

  it('is loaded as no module, and leaves nothing of a secret in the log', () => {
    expect(existsSync(join(guarded.folder, 'run'))).toBe(false);
    expect(guarded.canaries.foundIn(guarded.gateway.output)).toEqual([]);
  });
});

/** Every row of every table as text, those of the queues too. */
async function dumpOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`SELECT row_to_json(t)::text AS text FROM ${name} AS t`);
      texts.push(name, ...rows.map(({ text }) => text));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}
