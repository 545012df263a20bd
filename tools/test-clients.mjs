// npm run test:clients [-- jest arguments]: real clients of other ecosystems against the built gateway: Python libraries in a virtual
// environment, and coding agents. They are pinned, installed under .cache/ when they are missing, and no part of the product.
import { bring } from './lib/bring.mjs';
import { bringAgents } from './lib/clients/agents.mjs';
import { bringPython } from './lib/clients/python.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';
import { runForeground, withProductNode } from './lib/run.mjs';

await main(async () => {
  const jestArgs = process.argv.slice(2);
  const [python, agents] = await Promise.all([bringPython(), bringAgents()]);
  const clients = { TEST_PYTHON: python, TEST_AGENTS: agents };
  await bring();
  const config = ['--config', fromRoot('jest.clients.config.js'), '--maxWorkers=1'];
  const jest = fromRoot('node_modules', 'jest', 'bin', 'jest.js');
  const run = withProductNode(jest, [...config, ...jestArgs], { ...process.env, ...clients });
  return runForeground(run.command, run.args, { env: run.env, cwd: fromRoot(), toGroup: true });
});
