import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../problem.mjs';

const pollMs = 25;
const patienceMs = 20_000;

/** Waits until `isReady` resolves with true; fails when the process ends before that, with what it logged. */
export async function waitUntilReady({ name, child, isReady, readLog }) {
  const until = performance.now() + patienceMs;
  let failure;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure ??= `ended with ${signal ?? code}`));
  while (!(await isReady())) {
    if (failure !== undefined) throw new Problem(`${name} did not start (${failure}):\n${readLog()}`);
    if (performance.now() > until)
      throw new Problem(`${name} was not ready after ${patienceMs / 1000} s:\n${readLog()}`);
    await delay(pollMs);
  }
}
