import { waitFor } from '../../support/gateway/index.js';

/** A value that stays for a while is one that nothing pushes on. */
export async function untilStill(what: string, read: () => number): Promise<number> {
  let last = -1;
  let same = 0;
  await waitFor(what, () => {
    const now = read();
    same = now === last && now > 0 ? same + 1 : 0;
    last = now;
    return same >= 25;
  });
  return last;
}
