import { fail, type NanoUsd, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';
import { findKeyProblem } from './find-key-problem.js';
import { toKeyColumns } from './key-columns.js';
import { openBalance } from './key-money.js';
import type { AliasScope } from './is-alias-taken.js';
import { KEY_INCLUDE, type KeyRow, toArchive } from './key-row.js';
import { nextRotation, rotationOf } from './next-rotation.js';
import type { KeyProblem, KeySettings } from './stored-key.js';
import { windowColumns } from './window-columns.js';

export interface NewKey {
  /** SHA-256 of its secret, hex. */
  readonly hash: string;
  /** The secret, masked. */
  readonly name: string;
  readonly settings: KeySettings;
  /** Spend that the key begins with (LiteLLM's `spend` of `/key/generate`). */
  readonly openingNano?: NanoUsd;
  /** Among which keys its alias is to be the only one; all of them, where it is not said. */
  readonly aliasScope?: AliasScope;
}

/** Writes a new key within an admin transaction, with its audit row. */
export async function insertKey(
  change: AdminChange,
  key: NewKey & { readonly id: string },
  author: Author,
  now: Date,
): Promise<Outcome<KeyRow, KeyProblem>> {
  const { id, settings, openingNano } = key;
  const problem = await findKeyProblem(change.tx, settings, { hash: key.hash }, key.aliasScope);
  if (problem !== undefined) return fail(problem);
  const row = await change.tx.virtualKey.create({
    data: {
      ...toKeyColumns(settings),
      ...windowColumns(settings, null, { now: now.getTime(), timeZone: change.timeZone }),
      nextRotationAt: nextRotation(
        { autoRotate: false, rotationInterval: null, ...rotationOf(settings) },
        now.getTime(),
      ),
      id,
      name: key.name,
      createdAt: now,
      createdBy: author.name,
      updatedAt: now,
      updatedBy: author.name,
      secrets: { create: { hash: key.hash, createdAt: now } },
    },
    include: KEY_INCLUDE,
  });
  if (openingNano !== undefined && openingNano !== 0n)
    await openBalance(change.tx, row, openingNano, author, now.getTime());
  change.touch('key', id);
  const note = { action: 'created', resource: 'key', objectId: id, teamId: row.teamId } as const;
  change.note({ ...note, before: null, after: toArchive(row) });
  return succeed(row);
}
