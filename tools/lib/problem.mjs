import { constants } from 'node:os';

/** A fault that the user can mend: its message is all that is shown. */
export class Problem extends Error {
  exitCode = 1;
}

/** The user's wish to stop: the exit code is a shell's for this signal. */
export class Interruption extends Problem {
  constructor(signal) {
    super(`interrupted by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Runs a tool and leaves with the code it returns. A fault prints one message; its stack only when TOLLGATE_STACK is set. */
export async function main(run) {
  try {
    process.exitCode = (await run()) ?? 0;
  } catch (error) {
    const isBug = !(error instanceof Problem) && error?.code === undefined;
    process.stderr.write(`tollgate: ${error?.message ?? error}\n`);
    if (process.env.TOLLGATE_STACK) process.stderr.write(`${error?.stack}\n`);
    else if (isBug) process.stderr.write('tollgate: TOLLGATE_STACK=1 shows where this happened\n');
    process.exitCode = error?.exitCode ?? 1;
  }
}
