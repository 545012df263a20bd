import fc from 'fast-check';

/** Seconds that each of the fuzz tests takes, unless `FUZZ_SECONDS` says otherwise (`npm run fuzz` does). */
const SECONDS = 5;
/** For the servers of a file to start and stop, and for a counterexample to be made small. */
const SLACK_MS = 60_000;
const RUNS_MAX = 2 ** 31 - 1;

/**
 * A test that tries a property on arbitrary input for a bounded time. The seed is printed at the start and with a failure; `FUZZ_SEED` sets it,
 * so that the same inputs come again.
 */
export function fuzz<T>(name: string, arbitrary: fc.Arbitrary<T>, holds: (input: T) => Promise<void> | void): void {
  const seconds = Number(process.env['FUZZ_SECONDS'] ?? SECONDS);
  const seed = Number(process.env['FUZZ_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));
  it(
    `${name} (fuzzed)`,
    async () => {
      process.stderr.write(`fuzz: ${name}: ${String(seconds)} s, FUZZ_SEED=${String(seed)}\n`);
      const property = fc.asyncProperty(arbitrary, async (input) => holds(input));
      const details = await fc.check(property, {
        seed,
        numRuns: RUNS_MAX,
        interruptAfterTimeLimit: seconds * 1000,
        markInterruptAsFailure: false,
      });
      if (details.failed) throw new Error(fc.defaultReportMessage(details) ?? `failed with FUZZ_SEED=${String(seed)}`);
      expect(details.numRuns).toBeGreaterThan(0);
    },
    seconds * 1000 + SLACK_MS,
  );
}
