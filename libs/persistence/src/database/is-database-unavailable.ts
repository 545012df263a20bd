import { isStoreUnavailable } from '@tollgate/logging';
import { Prisma } from '../generated/prisma/client.js';

/** Prisma's codes for a server that cannot be reached, a pool without a free connection, a transaction that could not begin. */
const PRISMA_CODE = /^P1\d{3}$|^P2024$|^P2028$/;
const ADAPTER_KINDS: ReadonlySet<string> = new Set([
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'DatabaseAccessDenied',
  'AuthenticationFailed',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
]);

/** Whether the database cannot be asked at the moment, as opposed to a query that is at fault: 503, not 500. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return isStoreUnavailable(error);
  const { kind, originalCode } = adapterCause(error);
  if (PRISMA_CODE.test(error.code) || ADAPTER_KINDS.has(kind ?? '')) return true;
  return (
    originalCode !== undefined && isStoreUnavailable(Object.assign(new Error(error.message), { code: originalCode }))
  );
}

interface AdapterCause {
  readonly kind?: string;
  /** SQLSTATE. */
  readonly originalCode?: string;
}

/** What the driver adapter noted; a raw query hides everything else behind one code. */
function adapterCause(error: Prisma.PrismaClientKnownRequestError): AdapterCause {
  const { driverAdapterError } = (error.meta ?? {}) as {
    readonly driverAdapterError?: { readonly cause?: AdapterCause };
  };
  return driverAdapterError?.cause ?? {};
}
