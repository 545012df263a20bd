import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';

/** A reach with the caller's own user: whoever he may write, he sees himself. */
export function withSelf(reach: Reach, { userId }: Principal): Reach {
  return reach.kind === 'all' || userId === undefined ? reach : { ...reach, userIds: [...reach.userIds, userId] };
}
