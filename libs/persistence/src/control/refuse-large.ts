import { GatewayError } from '@tollgate/canonical';
import type { JsonValue } from '@tollgate/kernel';

/** Bytes of one object's settings, as the audit shows them: a page has a hundred of them, and a change reads as many as it names. */
const BYTES_MAX = 65_536;
/** What is one for all, or grows with what it names. */
const UNBOUNDED: readonly string[] = ['config', 'access_group', 'encryption'];

interface Changed {
  readonly resource: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** Refuses a change that makes an object larger than it may be; one that was is changed as long as it does not grow. 400. */
export function refuseLarge({ resource, before, after }: Changed): void {
  if (after === null || UNBOUNDED.includes(resource)) return;
  const size = bytesOf(after);
  if (size <= BYTES_MAX || (before !== null && size <= bytesOf(before))) return;
  throw new GatewayError('bad_request', {
    message: `All settings of a ${resource.replace('_', ' ')} take ${String(BYTES_MAX)} bytes at most, its metadata and lists included; these take ${String(size)}. Leave some out.`,
  });
}

function bytesOf(value: JsonValue): number {
  return Buffer.byteLength(JSON.stringify(value));
}
