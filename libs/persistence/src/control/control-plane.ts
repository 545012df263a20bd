import { type Clock, isJsonObject, type JsonValue, toShownNotes } from '@tollgate/kernel';
import type { Database } from '../database/database.js';
import { jsonColumn } from '../database/json-column.js';
import { Prisma } from '../generated/prisma/client.js';
import { auditHash, FIRST_HASH } from './audit-hash.js';
import { inParts } from './in-parts.js';
import { refuseLarge } from './refuse-large.js';
import { Turns } from './turns.js';

/** Who makes a change, as rows and the audit name them. */
export interface Author {
  /** Who called: `created_by`, `updated_by`, and the audit's actor. */
  readonly name: string;
  /** Whom the header `litellm-changed-by` named, whoever that is; null without it. */
  readonly changedBy: string | null;
  /** Hash of the calling key, or a word for the master key. */
  readonly key: string;
  /** What it writes has been so elsewhere, and is taken however large it is. */
  readonly isImport?: true;
  /** By what right; absent: the process itself, or a right that nothing takes away. */
  readonly standing?: Standing;
}

/** What a caller's right to a change was judged by. */
export interface Standing {
  /** The epoch that this process had heard of when the right was judged. */
  readonly epoch: bigint;
  /** What the right comes from: the key, the user, the teams and organizations, as changes name them. */
  readonly holders: readonly { readonly kind: string; readonly id: string }[];
  /** Judges anew what still stands; rejects with the refusal of what does not. */
  readonly confirm: () => Promise<void>;
}

/** Kinds of objects that change. */
export const AUDIT_RESOURCES = [
  'organization',
  'organization_member',
  'team',
  'team_member',
  'project',
  'user',
  'invitation',
  'session',
  'key',
  'customer',
  'tag',
  'budget',
  'access_group',
  'model',
  'credential',
  'config',
  'spend',
  'encryption',
] as const;
export type AuditResource = (typeof AUDIT_RESOURCES)[number];

export interface AuditNote {
  readonly action: 'created' | 'updated' | 'deleted' | 'blocked' | 'unblocked' | 'rotated' | 'collected';
  readonly resource: AuditResource;
  readonly objectId: string;
  readonly teamId?: string | null;
  /** Never secrets; of `metadata`, which callers write, what looks like one is masked. */
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** One admin transaction: what is written through `tx` commits together with its epoch, its changes and its audit. */
export interface AdminChange {
  readonly tx: Prisma.TransactionClient;
  /** Zone of the windows of budgets that name none. */
  readonly timeZone: string;
  /** Names what changed: every process drops what it knows of it. */
  touch(kind: string, id: string): void;
  note(note: AuditNote): void;
}

const WAIT_MS = 10_000;
const TIMEOUT_MS = 30_000;
/** Of one process at once: they follow one another anyway. */
const CHANGES_MAX = 4;

/**
 * The only way to change what the control plane owns. A transaction begins with the lock of the one-row epoch, so that changes
 * (and the audit's chain) have one order, and what was read inside it cannot change meanwhile.
 */
export class ControlPlane {
  private readonly turns: Turns;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** IANA name: whose calendar the windows of budgets follow that name none. */
    readonly timeZone: string,
  ) {
    // a change whose right is confirmed asks over another connection than its own
    this.turns = new Turns(Math.min(CHANGES_MAX, Math.ceil(database.connectionsMax / 2)));
  }

  /**
   * Runs `work` in such a transaction. Nothing is kept when it rejects; a work that touches nothing leaves the epoch as it is, and
   * one that touches something without a note for the audit is refused. What takes a right away and what uses it have one order: a right that
   * was judged before the lock is confirmed behind it.
   */
  change<T>(author: Author, work: (change: AdminChange) => Promise<T>): Promise<T> {
    return this.turns.take(author.name, () => this.run(author, work));
  }

  private run<T>(author: Author, work: (change: AdminChange) => Promise<T>): Promise<T> {
    const touched: { kind: string; id: string }[] = [];
    const notes: AuditNote[] = [];
    return this.database.prisma.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT value FROM tollgate.epoch WHERE id = 1 FOR UPDATE`;
        if (author.standing !== undefined && (await hasChanged(tx, author.standing))) await author.standing.confirm();
        const value = await work({
          tx,
          timeZone: this.timeZone,
          touch: (kind, id) => void touched.push({ kind, id }),
          note: (note) => void notes.push(note),
        });
        if (touched.length > 0 && notes.length === 0)
          throw new Error(`a change of ${touched.map(({ kind, id }) => `${kind} ${id}`).join(', ')} left no audit row`);
        if (author.isImport !== true) for (const note of notes) refuseLarge(note);
        if (touched.length > 0) await this.close(tx, author, touched, notes);
        return value;
      },
      { maxWait: WAIT_MS, timeout: TIMEOUT_MS },
    );
  }

  private async close(
    tx: Prisma.TransactionClient,
    author: Author,
    touched: readonly { readonly kind: string; readonly id: string }[],
    notes: readonly AuditNote[],
  ): Promise<void> {
    const { value: epoch } = await tx.epoch.update({ where: { id: 1 }, data: { value: { increment: 1 } } });
    await tx.epochChange.createMany({ data: touched.map((change) => ({ ...change, epoch })), skipDuplicates: true });
    const last = await tx.auditEntry.findFirst({
      orderBy: { sequence: 'desc' },
      select: { sequence: true, hash: true },
    });
    let sequence = last?.sequence ?? 0n;
    let previousHash = new Uint8Array(last?.hash ?? FIRST_HASH);
    const toRow = (note: AuditNote): Prisma.AuditEntryCreateManyInput => {
      sequence += 1n;
      const row = {
        sequence,
        at: this.clock.now(),
        epoch,
        actorId: author.name,
        actorKeyHash: author.key,
        changedBy: author.changedBy,
        action: note.action,
        resource: note.resource,
        objectId: note.objectId,
        teamId: note.teamId ?? null,
        before: withoutSecrets(note.before),
        after: withoutSecrets(note.after),
      };
      const hash = auditHash(previousHash, row);
      const chained = { before: toJson(row.before), after: toJson(row.after), previousHash, hash };
      previousHash = hash;
      return { ...row, at: new Date(row.at), ...chained };
    };
    for (const part of inParts(notes)) await tx.auditEntry.createMany({ data: part.map(toRow) });
  }
}

async function hasChanged(tx: Prisma.TransactionClient, { epoch, holders }: Standing): Promise<boolean> {
  const [kinds, ids] = [holders.map(({ kind }) => kind), holders.map(({ id }) => id)];
  const found = await tx.$queryRaw<object[]>`SELECT 1 FROM tollgate.epoch_change AS c
    WHERE c.epoch > ${epoch} AND (c.kind, c.id) IN (SELECT * FROM unnest(${kinds}::text[], ${ids}::text[])) LIMIT 1`;
  return found.length > 0;
}

function withoutSecrets(value: JsonValue): JsonValue {
  if (!isJsonObject(value) || !isJsonObject(value['metadata'])) return value;
  return { ...value, metadata: toShownNotes(value['metadata']) };
}

function toJson(value: JsonValue): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : jsonColumn(value);
}
