/** A fault that the user can mend: its message is all that is shown. */
export class Problem extends Error {}

/** Runs a tool and leaves with the code it returns. A fault prints one message; its stack only when TOLLGATE_STACK is set. */
export async function main(run) {
  try {
    process.exitCode = (await run()) ?? 0;
  } catch (error) {
    const isBug = !(error instanceof Problem) && error?.code === undefined;
    process.stderr.write(`tollgate: ${error?.message ?? error}\n`);
    if (process.env.TOLLGATE_STACK !== undefined) process.stderr.write(`${error?.stack}\n`);
    else if (isBug) process.stderr.write('tollgate: TOLLGATE_STACK=1 shows where this happened\n');
    process.exitCode = 1;
  }
}
