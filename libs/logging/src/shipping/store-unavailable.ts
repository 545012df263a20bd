/** Thrown by a LedgerWriter whose store cannot be asked at all, when the driver's own error would not tell. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * SQLSTATE classes that say nothing against the records of a batch: connection, authorization, transaction state and rollback,
 * unknown database, object in another state, resources, operator intervention, system errors, and a schema that does not fit
 * (a migration under way): setting every record aside for it would be worse than waiting.
 */
const STORE_CLASSES: ReadonlySet<string> = new Set([
  '08',
  '25',
  '28',
  '3D',
  '3F',
  '40',
  '42',
  '53',
  '55',
  '57',
  '58',
  'F0',
  'XX',
]);
const SQLSTATE = /^[0-9A-Z]{5}$/;
const ERRNO = /^E[A-Z]+$/;
/** node-postgres gives these no code. */
const PG_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|query read timeout|cannot use a pool after calling end/i;

/** Whether the store, not a record, is at fault: the same batch is then sent again later. */
export function isStoreUnavailable(error: unknown): boolean {
  if (error instanceof StoreUnavailable) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') {
    if (SQLSTATE.test(code) && !ERRNO.test(code)) return STORE_CLASSES.has(code.slice(0, 2));
    if (ERRNO.test(code)) return true;
  }
  if (error instanceof AggregateError) return error.errors.some(isStoreUnavailable);
  return PG_MESSAGE.test(error.message);
}
