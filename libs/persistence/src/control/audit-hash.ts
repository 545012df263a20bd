import { createHash } from 'node:crypto';
import type { JsonValue } from '@tollgate/kernel';

/** One row of the audit, without its own hash. `at` in milliseconds. */
export interface AuditRow {
  readonly sequence: bigint;
  readonly at: number;
  readonly epoch: bigint;
  readonly actorId: string;
  readonly actorKeyHash: string | null;
  readonly changedBy: string | null;
  readonly action: string;
  readonly resource: string;
  readonly objectId: string;
  readonly teamId: string | null;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** The chain's first link. */
export const FIRST_HASH: Uint8Array = new Uint8Array(32);

/** SHA-256 over the hash of the row before and everything this row says: a row that is changed or taken out breaks the chain. */
export function auditHash(previous: Uint8Array, row: AuditRow): Uint8Array<ArrayBuffer> {
  const { sequence, at, epoch, actorId, actorKeyHash, changedBy, action, resource, objectId, teamId, before, after } =
    row;
  const said = [
    String(sequence),
    at,
    String(epoch),
    actorId,
    actorKeyHash,
    changedBy,
    action,
    resource,
    objectId,
    teamId,
    before,
    after,
  ];
  return new Uint8Array(createHash('sha256').update(previous).update(JSON.stringify(said)).digest());
}
