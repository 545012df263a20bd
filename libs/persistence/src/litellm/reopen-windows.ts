import type { Instant, JsonObject } from '@tollgate/kernel';
import type { Prisma } from '../generated/prisma/client.js';
import { openWrittenWindows } from '../repositories/holder-balance.js';
import { openLinkedWindows } from '../repositories/open-linked-windows.js';
import type { ImportKind } from './import-kind.js';
import { toHolder, toWindow } from './row-windows.js';

interface ChangedRow {
  readonly id: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** An object whose window was changed there: what it spent here since the new window began counts in it, as after a change over the API. */
export async function reopenWindows(
  tx: Prisma.TransactionClient,
  { name }: ImportKind,
  { id, before, after }: ChangedRow,
  now: Instant,
): Promise<void> {
  if (name === 'budget')
    await openLinkedWindows(tx, { before: { id, ...toWindow(before) }, after: { id, ...toWindow(after) } }, now);
  if (name === 'key' || name === 'user' || name === 'team')
    await openWrittenWindows(
      tx,
      name,
      { id, before: toHolder(before, undefined), after: toHolder(after, undefined) },
      now,
    );
}
