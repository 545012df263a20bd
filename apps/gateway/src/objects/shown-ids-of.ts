import type { ProviderObject } from '@tollgate/dispatch';
import type { ShownId } from '@tollgate/formats';

/** The ids in a response that is kept: its own, and the one that it goes on from, which is the only other one in it. */
export function shownIdsOf({ upstreamId, publicId, previousId }: ProviderObject): ShownId {
  return (id) => (id === upstreamId ? publicId : id.startsWith('resp_') ? previousId : undefined);
}
