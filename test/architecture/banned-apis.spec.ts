import { runNode } from './run-node.js';

const why = {
  fetch: 'libs/upstream',
  environment: 'libs/config/src/environment.ts',
  output: "telemetry's logger",
  time: 'Pure libs get the time as an argument',
  randomness: 'Pure libs get ids and randomness as arguments',
  exports: 'default export',
  star: 'Name each export',
};

const pureFile = 'libs/formats/src/any.ts';
const stageFile = 'libs/dispatch/src/any.ts';

const banned: readonly [file: string, code: string, reason: string][] = [
  [stageFile, `fetch('x');`, why.fetch],
  [stageFile, `globalThis.fetch('x');`, why.fetch],
  [stageFile, `import { fetch } from 'undici'; fetch('x');`, why.fetch],
  ['apps/gateway/src/any.ts', `fetch('x');`, why.fetch],
  [stageFile, `export const port = process.env.PORT;`, why.environment],
  [stageFile, `const { env } = process; export { env };`, why.environment],
  [stageFile, `import { env } from 'node:process'; export { env };`, why.environment],
  ['apps/cli/src/main.ts', `export const port = process.env['PORT'];`, why.environment],
  [stageFile, `console.log('x');`, why.output],
  ['apps/admin/src/any.ts', `console.error('x');`, why.output],
  [stageFile, `export default 1;`, why.exports],
  ['libs/auth/src/index.ts', `export * from './any.js';`, why.star],
  ['test/support/any.ts', `export default 1;`, why.exports],
  [pureFile, `export const at = Date.now();`, why.time],
  [pureFile, `const { now } = Date; export { now };`, why.time],
  [pureFile, `export const at = new Date();`, why.time],
  [pureFile, `export const at = performance.now();`, why.time],
  [pureFile, `setTimeout(() => 1, 1);`, why.time],
  [pureFile, `export const id = crypto.randomUUID();`, why.randomness],
  [pureFile, `import { randomUUID } from 'node:crypto'; export { randomUUID };`, why.randomness],
  [pureFile, `export const chance = Math.random();`, why.randomness],
  ...[
    'libs/kernel/src/any.ts',
    'libs/canonical/src/any.ts',
    'libs/framing/src/any.ts',
    'libs/providers/src/openai/index.ts',
    'libs/metering/src/any.ts',
    'libs/admission/src/policy/any.ts',
    'libs/routing/src/plan/any.ts',
  ].map((file): [string, string, string] => [file, `export const at = Date.now();`, why.time]),
];

const allowed: readonly [file: string, code: string][] = [
  [stageFile, `export const at = Date.now();`],
  [pureFile, `export const at = new Date(0);`],
  ['libs/kernel/src/system-sources.ts', `export const at = Date.now() + Math.random();`],
  ['libs/config/src/environment.ts', `export const port = process.env.PORT;`],
  ['apps/cli/src/print.ts', `console.log('x');`],
  ['libs/formats/src/any.spec.ts', `export const at = Date.now(); console.log(process.env, fetch('x'));`],
  ['test/e2e/any.spec.ts', `fetch('x');`],
];

/** Asks ESLint for each file's rules, as the configuration gives them, and lets only the bans judge the code. */
const judge = `
  import { ESLint, Linter } from 'eslint';
  const eslint = new ESLint();
  const verdicts = [];
  for (const [file, code] of JSON.parse(process.argv[1])) {
    const { rules } = await eslint.calculateConfigForFile(file);
    const bans = Object.fromEntries(Object.entries(rules).filter(([name]) => name.startsWith('no-restricted-')));
    verdicts.push(new Linter().verify(code, [{ rules: bans }]).map((message) => message.message));
  }
  console.log(JSON.stringify(verdicts));
`;

describe('the banned APIs', () => {
  let verdicts: readonly string[][];

  beforeAll(async () => {
    const cases = [...banned, ...allowed].map(([file, code]) => [file, code]);
    const { stdout, stderr } = await runNode(['--input-type=module', '--eval', judge, JSON.stringify(cases)]);
    if (stdout === '') throw new Error(`ESLint did not run: ${stderr}`);
    verdicts = JSON.parse(stdout) as string[][];
  });

  it.each(banned.map((entry, index) => [...entry, index] as const))(
    '%s may not say %s',
    (_file, _code, reason, index) => {
      expect(verdicts[index]).toEqual([expect.stringContaining(reason)]);
    },
  );

  it.each(allowed.map((entry, index) => [...entry, index] as const))('%s may say %s', (_file, _code, index) => {
    expect(verdicts[banned.length + index]).toEqual([]);
  });
});
