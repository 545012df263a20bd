import type { GatewayError, KeyPowers } from '@tollgate/canonical';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';
import type { Prisma } from '../generated/prisma/client.js';
import { findKeyProblem } from './find-key-problem.js';
import type { AliasScope } from './is-alias-taken.js';
import { openWrittenWindows } from './holder-balance.js';
import { toKeyColumns } from './key-columns.js';
import { changePowers, toPowers } from './key-powers.js';
import { KEY_INCLUDE, type KeyRow, toArchive } from './key-row.js';
import { nextRotation, rotationOf } from './next-rotation.js';
import type { KeyProblem, KeySettings } from './stored-key.js';
import { windowColumns } from './window-columns.js';

/** Why a key must not become what it is to be; undefined: it may. */
export type RefuseChange = (before: KeyPowers, after: KeyPowers) => GatewayError | undefined;

export interface KeyWriting {
  readonly action: 'updated' | 'rotated';
  readonly settings: KeySettings;
  readonly author: Author;
  readonly now: Date;
  /** Judges the change by the key as it stands in the same transaction, so that no other change slips in between. */
  readonly refuse: RefuseChange;
  /** Among which keys its alias is to be the only one; all of them, where it is not said. */
  readonly aliasScope?: AliasScope | undefined;
  /** What is written beside the settings. */
  readonly columns?: Prisma.VirtualKeyUncheckedUpdateInput;
}

/** Writes over a key within an admin transaction, with its audit row. undefined: no key with that id. */
export async function writeKey(
  change: AdminChange,
  id: string,
  { action, settings, author, now, refuse, aliasScope, columns = {} }: KeyWriting,
): Promise<Outcome<KeyRow, KeyProblem> | undefined> {
  const before = await change.tx.virtualKey.findUnique({ where: { id }, include: KEY_INCLUDE });
  if (before === null) return undefined;
  const powers = toPowers(before);
  const refusal = refuse(powers, changePowers(powers, settings));
  if (refusal !== undefined) return fail({ kind: 'refused', error: refusal });
  const problem = await findKeyProblem(change.tx, settings, before, aliasScope);
  if (problem !== undefined) return fail(problem);
  const window = windowColumns(settings, before, { now: now.getTime(), timeZone: change.timeZone });
  const authorship = { updatedAt: now, updatedBy: author.name, settingsUpdatedAt: now };
  const restarts = action === 'rotated' || settings.autoRotate !== undefined || settings.rotationInterval !== undefined;
  const data = {
    ...toKeyColumns(settings),
    ...(restarts && { nextRotationAt: nextRotation({ ...before, ...rotationOf(settings) }, now.getTime()) }),
    ...window,
    ...authorship,
    ...columns,
  };
  const after = await change.tx.virtualKey.update({ where: { id }, data, include: KEY_INCLUDE });
  await openWrittenWindows(change.tx, 'key', { id: after.id, before, after }, now.getTime());
  change.touch('key', id);
  const note = { action, resource: 'key', objectId: id, teamId: after.teamId } as const;
  change.note({ ...note, before: toArchive(before), after: toArchive(after) });
  return succeed(after);
}
