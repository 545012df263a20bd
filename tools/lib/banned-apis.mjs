// What the code must not use, each with its reason. eslint.config.mjs says where.

const towardsProviders =
  'Towards providers use libs/upstream (undici Pool): fetch is five times slower and has no back-pressure of ours.';
const environment =
  'The environment is read in one file: libs/config/src/environment.ts. Take the value as an argument.';
const output = "Use telemetry's logger; the command prints through apps/cli/src/print.ts.";
const pureTime = 'Pure libs get the time as an argument (`now: Instant`).';
const pureRandomness = 'Pure libs get ids and randomness as arguments (`newId`, `random`).';
const namedExports = 'Named exports only: a default export has a different name in each file that imports it.';
const listedExports = "Name each export: a lib's surface is what its index.ts lists.";

export const everywhere = {
  globals: [],
  properties: [],
  imports: [],
  syntax: [
    { selector: 'ExportDefaultDeclaration', message: namedExports },
    { selector: 'ExportAllDeclaration', message: listedExports },
  ],
};

export const product = {
  globals: [
    { name: 'fetch', message: towardsProviders },
    { name: 'console', message: output },
  ],
  properties: [
    { object: 'globalThis', property: 'fetch', message: towardsProviders },
    { object: 'globalThis', property: 'console', message: output },
  ],
  imports: [
    { name: 'undici', importNames: ['fetch'], message: towardsProviders },
    { name: 'node:console', message: output },
  ],
  syntax: [],
};

export const environmentAccess = {
  globals: [],
  properties: [{ object: 'process', property: 'env', message: environment }],
  imports: [{ name: 'node:process', importNames: ['env'], message: environment }],
  syntax: [],
};

export const impurity = {
  globals: ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => ({
    name,
    message: `${pureTime} They wait for nothing.`,
  })),
  properties: [
    { object: 'Date', property: 'now', message: pureTime },
    { object: 'performance', property: 'now', message: pureTime },
    { object: 'process', property: 'hrtime', message: pureTime },
    { object: 'Math', property: 'random', message: pureRandomness },
    { object: 'crypto', property: 'randomUUID', message: pureRandomness },
    { object: 'crypto', property: 'getRandomValues', message: pureRandomness },
  ],
  imports: [
    {
      name: 'node:crypto',
      importNames: [
        'randomUUID',
        'randomBytes',
        'randomInt',
        'randomFill',
        'randomFillSync',
        'getRandomValues',
        'webcrypto',
      ],
      message: pureRandomness,
    },
  ],
  syntax: [
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: pureTime },
    { selector: "CallExpression[callee.name='Date']", message: pureTime },
  ],
};

/** The rules that enforce several lists at once: ESLint lets the last mention of a rule win, it does not merge them. */
export function banRules(...lists) {
  const all = (kind) => lists.flatMap((list) => list[kind]);
  return {
    'no-restricted-globals': errorFor(all('globals')),
    'no-restricted-properties': errorFor(all('properties')),
    'no-restricted-imports': all('imports').length === 0 ? 'off' : ['error', { paths: all('imports') }],
    'no-restricted-syntax': errorFor(all('syntax')),
  };
}

/** An empty list must say `off`: a bare `error` would keep the list of the mention before it. */
function errorFor(list) {
  return list.length === 0 ? 'off' : ['error', ...list];
}
