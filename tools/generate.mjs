// npm run generate: writes the committed files that are made from code (tools/lib/generated-files.mjs lists them).
// With --check it writes nothing and fails when one is not current.
import { bring } from './lib/bring.mjs';
import { generatedFiles, staleFiles, writeGeneratedFiles } from './lib/generated-files.mjs';
import { main, Problem } from './lib/problem.mjs';

await main(async () => {
  if (generatedFiles.length > 0) await bring();
  if (!process.argv.includes('--check')) return writeGeneratedFiles();
  const stale = await staleFiles();
  if (stale.length > 0) throw new Problem(`not current: ${stale.join(', ')}; run: npm run generate`);
});
