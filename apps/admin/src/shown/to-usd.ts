import { type NanoUsd, usdFromNanoUsd } from '@tollgate/kernel';

/** An amount as answers show it: dollars, null for none. */
export function toUsd(nano: NanoUsd | null): number | null {
  return nano === null ? null : usdFromNanoUsd(nano);
}
