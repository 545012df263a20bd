import { endsWithin } from '@tollgate/kernel';
import type pg from 'pg';

const PATIENCE_MS = 1_000;

/** Ends a session; one whose server does not let it go in time is dropped, so that it keeps neither caller nor process waiting. */
export async function endSession(session: pg.Client): Promise<void> {
  await endsWithin(
    PATIENCE_MS,
    session.end().catch(() => undefined),
  );
  streamOf(session).destroy();
}

/** Known to the driver, not to its types. */
function streamOf(session: pg.Client): { destroy(): void } {
  return (session as pg.Client & { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream;
}
