import { KeyRotations } from '@tollgate/callbacks';
import { addDuration, type Clock, fail, type Instant, type Outcome, succeed } from '@tollgate/kernel';
import type { GatewayError, KeyPowers } from '@tollgate/canonical';
import type { Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import { isDatabaseUnavailable } from '../database/is-database-unavailable.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { SealedBox } from '../sealing/sealed-box.js';
import { toPowers } from './key-powers.js';
import { KEY_INCLUDE, toArchive } from './key-row.js';
import { nextRotation } from './next-rotation.js';
import { makeRotatedSecret, placeOfSecret, UNCOLLECTED } from './rotated-secret.js';

/** What the audit names where no person asked. */
const SCHEDULE: Author = { name: 'key_rotation', changedBy: null, key: 'key_rotation' };
/** Of one run; the next is a minute away. */
const KEYS_MAX = 500;

export interface CollectedSecret {
  readonly secret: string;
  readonly hash: string;
  readonly name: string;
  readonly rotatedAt: Instant;
  /** When the secrets before it end. */
  readonly revokedAt: Instant | null;
}

export type CollectProblem =
  | { readonly kind: 'nothing' }
  /** It was encrypted with a secret that this process does not have. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'refused'; readonly error: GatewayError };

interface Collecting {
  /** Judges who collects by the key as it stands. */
  readonly refuse: (before: KeyPowers, after: KeyPowers) => GatewayError | undefined;
  /** Who collects is not the key's user. */
  readonly isLent: boolean;
}

/**
 * Keys that get other secrets by schedule. The new secret is kept, encrypted, until somebody fetches it, and only then do those before it
 * begin to end: a key that nobody looks after goes on with the secret it has.
 */
export class KeyRotationRepository extends KeyRotations {
  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    private readonly box: SealedBox,
    /** How long secrets go on after the one that replaces them was fetched: LiteLLM's form of a duration. */
    private readonly grace: string,
  ) {
    super();
  }

  override async rotateDue(now: Instant): Promise<void> {
    const due = await this.database.prisma.virtualKey.findMany({
      where: whereDue(now),
      select: { id: true },
      orderBy: { nextRotationAt: 'asc' },
      take: KEYS_MAX,
    });
    // one that fails is the first again a minute later: it must not keep those behind it from their turn
    const failures: unknown[] = [];
    for (const { id } of due) {
      try {
        await this.rotate(id, now);
      } catch (error) {
        if (isDatabaseUnavailable(error)) throw error;
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `${String(failures.length)} keys got no other secret`);
  }

  override async dropCollected(now: Instant): Promise<void> {
    const at = new Date(now);
    // nobody's knowledge of a key changes with it: no epoch, no audit row
    await this.controlPlane.change(
      SCHEDULE,
      ({ tx }) => tx.$executeRaw`UPDATE tollgate.key_secret AS s SET sealed = NULL
        WHERE s.sealed IS NOT NULL AND s.collected_at IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM tollgate.key_secret AS o
          WHERE o.key_id = s.key_id AND o.hash <> s.hash AND (o.expires_at IS NULL OR o.expires_at > ${at}))`,
    );
  }

  /**
   * Tells the secret that a rotation made of the key with this id. The first time, those before it get their end; it is told again until it
   * is in use.
   */
  async collect(
    id: string,
    author: Author,
    { refuse, isLent }: Collecting,
  ): Promise<Outcome<CollectedSecret, CollectProblem>> {
    const now = this.clock.now();
    return this.controlPlane.change(author, async (change): Promise<Outcome<CollectedSecret, CollectProblem>> => {
      const key = await change.tx.virtualKey.findUnique({ where: { id }, include: KEY_INCLUDE });
      const made = await change.tx.keySecret.findFirst({
        where: { keyId: id, sealed: { not: null }, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] },
        orderBy: { createdAt: 'desc' },
      });
      if (key === null || made?.sealed == null) return fail({ kind: 'nothing' });
      const powers = toPowers(key);
      const error = refuse(powers, powers);
      if (error !== undefined) return fail({ kind: 'refused', error });
      const secret = await this.box.open(Buffer.from(made.sealed), placeOfSecret(made.hash));
      if (secret === undefined) return fail({ kind: 'unreadable' });
      if (isLent) await change.tx.virtualKey.update({ where: { id }, data: { lent: true } });
      if (made.collectedAt === null) await this.begin(change.tx, key, made.hash, now);
      const before = { keyId: id, hash: { not: made.hash }, expiresAt: { gt: new Date(now) } };
      const last = await change.tx.keySecret.findFirst({ where: before, orderBy: { expiresAt: 'desc' } });
      change.touch('key', id);
      change.note({
        action: 'collected',
        resource: 'key',
        objectId: id,
        teamId: key.teamId,
        before: { collectedAt: made.collectedAt?.toISOString() ?? null },
        after: { revokedAt: last?.expiresAt?.toISOString() ?? null },
      });
      const { hash, createdAt } = made;
      const revokedAt = last?.expiresAt?.getTime() ?? null;
      return succeed({ secret, hash, name: key.name, rotatedAt: createdAt.getTime(), revokedAt });
    });
  }

  /** Somebody has the new secret: the grace of those before it begins, and so does the time to the next. */
  private async begin(
    tx: Prisma.TransactionClient,
    key: Parameters<typeof nextRotation>[0] & { readonly id: string },
    hash: string,
    now: Instant,
  ): Promise<void> {
    const end = new Date(addDuration(now, this.grace) ?? now);
    await tx.keySecret.update({ where: { hash }, data: { collectedAt: new Date(now) } });
    const outliving = { keyId: key.id, hash: { not: hash }, OR: [{ expiresAt: null }, { expiresAt: { gt: end } }] };
    await tx.keySecret.updateMany({ where: outliving, data: { expiresAt: end } });
    await tx.virtualKey.update({ where: { id: key.id }, data: { nextRotationAt: nextRotation(key, now) } });
  }

  private async rotate(id: string, now: Instant): Promise<void> {
    const { hash, name, sealed } = await makeRotatedSecret(this.box);
    await this.controlPlane.change(SCHEDULE, async (change) => {
      // changes have one order: whoever else found this key due sees it rotated here, changed or gone
      const before = await change.tx.virtualKey.findFirst({ where: { AND: [{ id }, whereDue(now)] } });
      if (before === null) return;
      const at = new Date(now);
      const after = await change.tx.virtualKey.update({
        where: { id },
        data: {
          name,
          rotationCount: { increment: 1 },
          lastRotationAt: at,
          nextRotationAt: nextRotation(before, now),
          secrets: { create: { hash, createdAt: at, sealed: new Uint8Array(sealed) } },
        },
      });
      change.touch('key', id);
      const note = { action: 'rotated', resource: 'key', objectId: id, teamId: after.teamId } as const;
      change.note({ ...note, before: toArchive(before), after: toArchive(after) });
    });
  }
}

/** One that waits to be fetched is not followed by another; nobody could fetch that of a key that is refused. */
function whereDue(now: Instant): Prisma.VirtualKeyWhereInput {
  const at = new Date(now);
  return {
    autoRotate: true,
    rotationInterval: { not: null },
    AND: [
      // one that comes from LiteLLM without a time is due there too
      { OR: [{ nextRotationAt: null }, { nextRotationAt: { lte: at } }] },
      { OR: [{ blocked: null }, { blocked: false }] },
      { OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] },
    ],
    secrets: { none: UNCOLLECTED },
  };
}
