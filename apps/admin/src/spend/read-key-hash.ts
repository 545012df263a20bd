import { hashSecret } from '@tollgate/auth';

/** Hash of the key that a query names by its secret or by its hash. */
export function readKeyHash(key: string | undefined): string | undefined {
  return key?.startsWith('sk-') === true ? hashSecret(key) : key;
}
