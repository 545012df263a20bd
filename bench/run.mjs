// npm run bench -- [options]: the gateway beside a bare node:http + undici proxy in the same run. Prints figures, asserts nothing.
// What is measured has a core of its own; database, worker, provider and load share the other. --help tells the options.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { revision, startTimes, versionOf } from './gateway.mjs';
import { generatorName } from './generator.mjs';
import { GROUPS } from './lanes.mjs';
import { measure, median } from './measure.mjs';
import { memoryRun } from './memory-run.mjs';
import { canPin, Processes } from './processes.mjs';
import { MEASURED_CORE, Stage } from './stage.mjs';

const HELP = `npm run bench -- [options]
  --quick               one short round of each lane
  --only LIST           of: start, ${GROUPS.map(({ id }) => id).join(', ')}, first-token, memory; a lane as group/lane (unary/governed)
  --rounds N            rounds of each group (5); figures are medians
  --seconds S           seconds of each lane in a round (2)
  --connections N       requests in flight (64)
  --events N            content events of a stream (64)
  --requests N          answers of the memory run (100000)
BENCH_NODE_OPTIONS in the environment: options of Node for the product's processes`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '64' },
    events: { type: 'string', default: '64' },
    requests: { type: 'string' },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
const seconds = Number(values.seconds ?? (values.quick ? 1.5 : 2));
const connections = Number(values.connections);
const requests = Number(values.requests ?? (values.quick ? 20_000 : 100_000));
const only = values.only?.split(',').map((part) => part.trim());
const wanted = (id) => only === undefined || only.includes(id);
const print = (line) => console.log(line);

async function runGroup(context, stage, group) {
  const lanes = group.lanes.filter(
    (lane) => wanted(group.id) || lane.id === 'bare' || wanted(`${group.id}/${lane.id}`),
  );
  const targets = new Map();
  for (const lane of lanes) targets.set(lane, await stage.target(lane.target));
  if (group.oneCore) await stage.moveAllTo(MEASURED_CORE);
  const runs = new Map(lanes.map((lane) => [lane, []]));
  const run = (lane, length) => measure(context, group, lane, targets.get(lane), { ...length, connections });
  for (const lane of lanes) await run(lane, { requests: warmUpOf(group, lane, lanes) });
  for (let round = 0; round < rounds; round += 1) {
    // there and back again: no lane is always the one after a pause, or after the dearest
    const order = round % 2 === 0 ? lanes : lanes.toReversed();
    for (const lane of order) runs.get(lane).push(await run(lane, { seconds }));
  }
  printGroup(group, runs);
}

/** Answers before a lane is measured: each process gives as many, whether one lane or three ask it. */
function warmUpOf(group, lane, lanes) {
  const sharers = lanes.filter(({ target }) => target === lane.target).length;
  return Math.ceil(group.warmUp / sharers / (values.quick ? 10 : 1));
}

function printGroup(group, runs) {
  const [bare] = runs.values();
  print(`\n## ${group.title}\n`);
  print(
    '| lane | answers/s | p50 ms | p99 ms | CPU us/answer | its least | of bare, by rate | of bare, by CPU | RSS MB | own core | other core | rows | errors |',
  );
  print('|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|');
  for (const [lane, of] of runs) {
    const middle = (member) => median(of.map((run) => run[member]));
    const byRate = median(of.map((run, index) => run.perSecond / bare[index].perSecond));
    const byCpu = median(of.map((run, index) => bare[index].cpuUs / run.cpuUs));
    print(
      `| ${[
        lane.title,
        middle('perSecond').toFixed(0),
        middle('p50').toFixed(2),
        middle('p99').toFixed(2),
        middle('cpuUs').toFixed(1),
        Math.min(...of.map((run) => run.cpuUs)).toFixed(1),
        byRate.toFixed(2),
        byCpu.toFixed(2),
        (middle('rss') / 1024 / 1024).toFixed(0),
        percent(middle('measuredCoreBusy')),
        percent(middle('otherCoreBusy')),
        describeRows(of),
        of.reduce((sum, run) => sum + run.errors, 0),
      ].join(' | ')} |`,
    );
  }
}

function percent(share) {
  return share === undefined ? 'unknown' : `${(share * 100).toFixed(0)} %`;
}

function describeRows(runs) {
  if (runs[0].rows === undefined) return 'none';
  const answers = runs.reduce((sum, run) => sum + run.answers, 0);
  const rows = runs.reduce((sum, run) => sum + run.rows, 0);
  const latest = Math.max(...runs.map((run) => run.rowsMs));
  return rows === answers ? `all ${answers}, ${latest} ms after` : `${rows} of ${answers}`;
}

async function firstToken(context, stage) {
  const group = GROUPS.find(({ id }) => id === 'stream');
  const lanes = group.lanes.filter(({ target, key }) => target === 'bare' || key === 'governed');
  print('\n## Time to first token, one stream at a time\n');
  const medians = [];
  for (const lane of lanes) {
    const target = await stage.target(lane.target);
    const once = () => measure(context, group, lane, target, { requests: values.quick ? 100 : 300, connections: 1 });
    await once();
    const runs = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await once());
    const ms = median(runs.map((run) => run.firstByteP50));
    medians.push(ms);
    const added = medians.length === 1 ? '' : `, added ${(ms - medians[0]).toFixed(2)} ms`;
    print(`${lane.title}: ${ms.toFixed(2)} ms (median of ${runs.reduce((sum, run) => sum + run.answers, 0)})${added}`);
  }
}

const began = performance.now();
const processes = new Processes();
const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
chmodSync(folder, 0o755); // the embedded database may run as another user
const context = { processes, folder };
const stage = new Stage(processes, folder, Number(values.events));
const stop = () => void stage.close().finally(() => process.exit(130));
process.once('SIGINT', stop).once('SIGTERM', stop);
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

try {
  if (values.help) print(HELP);
  else {
    print(
      `Tollgate ${revision()}, Node ${process.version}, undici ${versionOf('undici')}, ${cpus()[0].model} x ${cpus().length}`,
    );
    print(`npm run bench -- ${process.argv.slice(2).join(' ')}`);
    print(`generator: ${generatorName}${canPin ? '' : '; processes share all cores (no taskset, or one core)'}`);
    print(
      `${connections} connections, ${rounds} rounds of ${seconds} s, streams of ${values.events} events; load of the machine before ${loadavg()[0].toFixed(1)}`,
    );
    print('figures are medians of the rounds, ratios to bare too: of the ratio in each round');
    if (wanted('start')) {
      const { port } = await stage.upstreamPort();
      const [first, later] = await startTimes(processes, join(folder, 'start'), port);
      print(`start, all in one process on the embedded database: first ${first} ms, later ${later} ms`);
    }
    const groups = GROUPS.filter(({ id, lanes }) => wanted(id) || lanes.some((lane) => wanted(`${id}/${lane.id}`)));
    for (const group of groups.filter(({ oneCore }) => oneCore !== true)) await runGroup(context, stage, group);
    if (wanted('first-token')) await firstToken(context, stage);
    if (wanted('memory')) {
      print(`\n## Memory, governed, ${requests} answers\n`);
      const [unary] = GROUPS;
      const lane = unary.lanes.find(({ id }) => id === 'governed');
      const end = await memoryRun(context, unary, lane, await stage.target(lane.target), {
        requests,
        connections,
        print,
      });
      print(
        `after ${end.done} answers RSS ${end.rss.toFixed(0)} MB (most ${end.rssMost.toFixed(0)}); slope of the second half: ` +
          `RSS ${end.rssSlope.toFixed(2)}, heap ${end.heapSlope.toFixed(2)} MB per 100,000 answers`,
      );
    }
    for (const group of groups.filter(({ oneCore }) => oneCore === true)) await runGroup(context, stage, group);
    print(`\nin all ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
} finally {
  await stage.close();
}
