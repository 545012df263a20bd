// Writes .env.example from the environment schema; with --check it only compares and exits 1 when the file is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bring } from './lib/bring.mjs';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

await main(async () => {
  await bring();
  const built = fromRoot('dist', 'libs', 'config', 'src', 'environment', 'render-env-example.js');
  const { renderEnvExample } = createRequire(import.meta.url)(built);
  const file = fromRoot('.env.example');
  const text = renderEnvExample();
  if (!process.argv.includes('--check')) return writeFileSync(file, text);
  const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (present !== text) throw new Problem('.env.example is stale: run `node tools/generate-env-example.mjs`');
});
