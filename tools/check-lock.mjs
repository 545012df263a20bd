// Every dependency, also an optional one for another platform, must have an entry in package-lock.json: `npm install` leaves
// out what the registry lacks without a word, and `npm ci` then refuses the whole lock.
import { readFileSync } from 'node:fs';
import { fromRoot } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

await main(() => {
  const { packages } = JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8'));
  const faults = [...missingEntries(packages), ...addressedEntries(packages)];
  if (faults.length > 0) throw new Problem(`package-lock.json is not usable:\n  ${faults.join('\n  ')}`);
});

function missingEntries(packages) {
  return Object.entries(packages).flatMap(([where, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => !isFound(packages, where, name))
      .map(
        (name) =>
          `${name} is missing (needed by ${where || 'the root'}): pin a version that has every platform's package`,
      ),
  );
}

/** Looks where Node would: beside the package, then in each node_modules above it. */
function isFound(packages, where, name) {
  for (let base = where; ; base = parentOf(base)) {
    if (packages[`${base}${base === '' ? '' : '/'}node_modules/${name}`] !== undefined) return true;
    if (base === '') return false;
  }
}

function parentOf(where) {
  const at = where.lastIndexOf('/node_modules/');
  return at < 0 ? '' : where.slice(0, at);
}

/** The lock names no registry: it installs from whichever one the user has configured. */
function addressedEntries(packages) {
  return Object.entries(packages)
    .filter(([, entry]) => entry.resolved !== undefined)
    .map(([where]) => `${where} has a "resolved" address: install with the project's .npmrc`);
}
