// npm test [-- jest arguments]: PostgreSQL and Redis are brought for the run, then Jest runs on the product's Node.
// Our own options: --no-build runs against the dist/ that is there; --tally FILE writes `N passed, N failed` into FILE.
import { bring } from './lib/bring.mjs';
import { fromRoot } from './lib/paths.mjs';
import { withPrepared } from './lib/prepared.mjs';
import { Interruption, main, Problem } from './lib/problem.mjs';
import { runForeground, withProductNode } from './lib/run.mjs';
import { withScratch } from './lib/scratch.mjs';
import { withServices } from './lib/services/index.mjs';

await main(async () => {
  const { build, tallyFile, jestArgs } = parse(process.argv.slice(2));
  await bring({ build }).catch((error) => {
    if (error instanceof Interruption) throw error;
    throw new Problem(`${error.message}\n(tests that need no build run with: npm test -- --no-build <file>)`);
  });
  // an empty variable is none
  const given = {
    TEST_DATABASE_URL: process.env.TEST_DATABASE_URL || undefined,
    TEST_REDIS_URL: process.env.REDIS_URL || undefined,
  };
  const missing = [
    ...(given.TEST_DATABASE_URL === undefined ? ['postgres'] : []),
    ...(given.TEST_REDIS_URL === undefined ? ['redis'] : []),
  ];
  const run = (started) => {
    const services = {
      TEST_DATABASE_URL: given.TEST_DATABASE_URL ?? started.postgres,
      TEST_REDIS_URL: given.TEST_REDIS_URL ?? started.redis,
    };
    const environment = { ...cleanEnvironment(), ...services, TALLY_FILE: tallyFile ?? '' };
    return withPrepared(started.postgres, (prepared) => runJest(jestArgs, { ...environment, ...prepared }));
  };
  return withScratch(() => withServices(missing, run));
});

function parse(argv) {
  const tallyAt = argv.indexOf('--tally');
  const tallyFile = tallyAt < 0 ? undefined : argv[tallyAt + 1];
  const own = (value, index) =>
    value === '--no-build' || (tallyAt >= 0 && (index === tallyAt || index === tallyAt + 1));
  return {
    build: !argv.includes('--no-build'),
    tallyFile,
    jestArgs: argv.filter((value, index) => !own(value, index)),
  };
}

/**
 * Tests say themselves what the product is given: the developer's own stores must not come into it. What Node has compiled once serves each
 * of its hundreds of starts.
 */
function cleanEnvironment() {
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...env } = process.env;
  return { NODE_COMPILE_CACHE: fromRoot('node_modules', '.cache', 'compiled'), ...env };
}

function runJest(jestArgs, environment) {
  const setsWorkers = jestArgs.some((arg) => /^(--maxWorkers|-w|--runInBand|-i)(=|$)/.test(arg));
  const reporters = ['--reporters=default', `--reporters=${fromRoot('tools', 'lib', 'tally-reporter.cjs')}`];
  // Last, since Jest's list options take the words behind them as well. One worker more than cores: many tests wait for a time limit.
  const args = [...jestArgs, ...(setsWorkers ? [] : ['--maxWorkers=3']), ...reporters];
  const run = withProductNode(fromRoot('node_modules', 'jest', 'bin', 'jest.js'), args, environment);
  return runForeground(run.command, run.args, { env: run.env, cwd: fromRoot(), toGroup: true });
}
