import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callGateway, createKey, describeAt, Gateway, waitFor } from '../../support/gateway/index.js';
import { expectEachOnce, expectInfoEqualsRows, expectSumsAgree, hasAll, rowsOfKeys } from './expect-ledger.js';
import { Load } from './load.js';
import { PricedUpstream } from './priced-upstream.js';

const upstream = new PricedUpstream('gpt-4o-orphaned');

const KILLS = 3;
const CALLERS = 8;
const ANSWERS_BETWEEN = 40;

describeAt(
  'nothing set',
  'a kill -9 of the embedded PostgreSQL under load',
  () => ({ config: upstream.config() }),
  (gateway) => {
    it('is mended by the process itself: unlimited keys never notice, limited ones get 503 meanwhile, nothing is lost or doubled', async () => {
      const [limited, unlimited] = [await createKey(gateway(), { max_budget: 1_000_000 }), await createKey(gateway())];
      const keys = [limited, unlimited];
      const load = new Load(gateway(), { keys, callers: CALLERS, body: upstream.body });
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const served = load.whole.length;
        await waitFor('answers to both', () => load.whole.length >= served + ANSWERS_BETWEEN, 30_000);
        const refused = load.of(limited.key).filter(({ status }) => status === 503).length;
        const pid = await waitFor('a server', () => gateway().embeddedDatabasePid);
        process.kill(pid, 'SIGKILL');
        await waitFor('limited calls to be refused', () => {
          return load.of(limited.key).filter(({ status }) => status === 503).length > refused;
        });
        const atTheRefusal = load.of(unlimited.key).length;
        await waitFor(
          'unlimited calls to go on',
          () => load.of(unlimited.key).length >= atTheRefusal + ANSWERS_BETWEEN,
        );
        await waitFor('another server', () => ![pid, undefined].includes(gateway().embeddedDatabasePid), 30_000);
        await waitFor('limited calls to be judged again', () => load.of(limited.key).at(-1)?.status === 200, 30_000);
      }
      await load.stop();
      expect(new Set(load.of(unlimited.key).map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(load.of(limited.key).map(({ status }) => status))).toEqual(new Set([200, 503]));
      expect(load.answers.filter(({ status, isWhole }) => status === 200 && !isWhole)).toEqual([]);
      const rows = await waitFor(
        'the rows of all that was answered',
        async () => {
          const found = await rowsOfKeys(gateway(), keys);
          return hasAll(found, load.whole) ? found : undefined;
        },
        30_000,
      );
      expectEachOnce(rows, load.whole, upstream.costNano);
      await waitFor('the backlog to be gone', async () => {
        const { text } = await callGateway(gateway(), 'GET /metrics');
        return /^tollgate_journal_backlog_lines 0$/m.test(text);
      });
      await expectInfoEqualsRows(gateway(), keys);
      await expectSumsAgree(gateway());
      const { output } = gateway();
      for (const line of [
        'the embedded database has ended; it is started again',
        'the embedded database runs again',
        'the lock `counters` is held again',
      ])
        expect(output.split(line)).toHaveLength(KILLS + 1);
      expect(await gateway().stop()).toEqual({ code: 0, signal: null });
    }, 180_000);
  },
);

it('an embedded PostgreSQL that cannot be started again ends the process with exit code 1 and the reason; what was answered is kept for the next start', async () => {
  const gateway = await Gateway.start({ config: upstream.config() });
  try {
    const keys = [await createKey(gateway)];
    const load = new Load(gateway, { keys, callers: 4, body: upstream.body });
    await waitFor('answers', () => load.whole.length >= ANSWERS_BETWEEN, 30_000);
    const pid = await waitFor('a server', () => gateway.embeddedDatabasePid);
    const settings = join(gateway.dataFolder, 'postgresql', 'data', 'postgresql.auto.conf');
    const kept = readFileSync(settings);
    appendFileSync(settings, 'no_such_setting = 1\n');
    process.kill(pid, 'SIGKILL');
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
    await load.ended;
    expect(gateway.output).toMatch(
      /the embedded database does not start again yet.*the embedded database is lost: ending/s,
    );
    expect(gateway.output).toContain('no_such_setting');
    writeFileSync(settings, kept);
    await gateway.restart();
    const rows = await rowsOfKeys(gateway, keys);
    expectEachOnce(rows, load.whole, upstream.costNano);
  } finally {
    await gateway.dispose();
  }
}, 180_000);
