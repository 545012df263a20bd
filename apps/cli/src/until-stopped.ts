/** A terminal and a supervisor often signal a whole group: the same wish twice within this time is one. */
const SAME_WISH_MS = 2_000;

/** Resolves at the first SIGINT, SIGTERM or SIGHUP (a closed terminal). A later one ends the process at once: the next start recovers by itself. */
export function untilStopped(onStopping: (signal: NodeJS.Signals) => void): Promise<void> {
  return new Promise((resolve) => {
    let stoppingSince: number | undefined;
    const stop = (signal: NodeJS.Signals): void => {
      const now = performance.now();
      if (stoppingSince !== undefined) {
        if (now - stoppingSince > SAME_WISH_MS) process.exit(130);
        return;
      }
      stoppingSince = now;
      onStopping(signal);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
