import { build, isBuilt } from './build.mjs';
import { generate, isGenerated } from './generate.mjs';
import { install, isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { requireSupportedNode } from './node.mjs';

/** Brings what is missing: packages, the generated database client and, unless `build` is false, dist/. Quick when all is there. */
export async function bring({ build: wantsBuild = true } = {}) {
  requireSupportedNode();
  const steps = [
    { isDone: isInstalled, run: install },
    { isDone: isGenerated, run: generate },
    ...(wantsBuild ? [{ isDone: isBuilt, run: build }] : []),
  ];
  if (steps.every((step) => step.isDone())) return;
  await withLock(async () => {
    for (const step of steps) if (!step.isDone()) await step.run();
  });
}
