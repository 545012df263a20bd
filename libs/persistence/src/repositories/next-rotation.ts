import { addDuration, type Instant } from '@tollgate/kernel';
import type { KeySettings } from './stored-key.js';

/** When a key is to have its next secret, counted from `now`; null: never. */
export function nextRotation(
  { autoRotate, rotationInterval }: { readonly autoRotate: boolean; readonly rotationInterval: string | null },
  now: Instant,
): Date | null {
  const next = autoRotate && rotationInterval !== null ? addDuration(now, rotationInterval) : undefined;
  return next === undefined ? null : new Date(next);
}

/** What settings say of the schedule. */
export function rotationOf({
  autoRotate,
  rotationInterval,
}: KeySettings): Pick<KeySettings, 'autoRotate' | 'rotationInterval'> {
  return {
    ...(autoRotate !== undefined && { autoRotate }),
    ...(rotationInterval !== undefined && { rotationInterval }),
  };
}
