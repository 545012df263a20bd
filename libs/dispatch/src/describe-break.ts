import type { UpstreamFailure } from '@tollgate/canonical';
import { DecodeError } from '@tollgate/formats';
import { EventTooLarge } from '@tollgate/framing';
import { UpstreamBroken } from '@tollgate/upstream';

/** What an error says that was thrown while an answer was read. Throws it again when it is a fault of ours. */
export function describeBreak(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamBroken) return error.failure;
  if (error instanceof DecodeError) return { message: error.message, unbilled: false, transport: 'invalid' };
  if (error instanceof EventTooLarge) return { message: error.message, unbilled: false, transport: 'too-large' };
  throw error;
}
