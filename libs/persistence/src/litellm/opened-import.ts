import { createHash } from 'node:crypto';
import { fail, type Instant, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import type { Author } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import { textAt } from './import-kind.js';
import type { ImportReport } from './import-report.js';
import type { KnownObjects } from './known-objects.js';

export interface Opened<Item> {
  readonly item: Item;
  /** What was changed on the way. */
  readonly notes: readonly string[];
}

export interface Opening {
  readonly saltKey: string;
  /** Why an address may not be called; undefined: it may. */
  readonly refuseAddress: (address: string, teamId: string | null) => string | undefined;
  readonly known: KnownObjects;
  readonly report: ImportReport;
  readonly author: Author;
  readonly now: Instant;
  readonly dryRun: boolean;
}

/** Why one that is here already is not written. */
export type Untouched = 'kept' | 'same' | 'updated';

/**
 * Takes objects whose secrets LiteLLM has sealed: opened with its salt key, sealed with ours. What is compared is a digest of all of one: what
 * was changed here stays whole.
 */
export abstract class OpenedImport<Item> {
  abstract readonly plural: string;
  abstract readonly from: string;
  /** Its id there, by which rows are read. */
  abstract readonly order: string;
  /** In the memory of imports. */
  abstract readonly name: string;
  abstract readonly table: string;
  abstract readonly identity: readonly string[];
  /** Column of its name there. */
  protected abstract readonly nameColumn: string;

  constructor(protected readonly database: Database) {}

  async take(row: JsonObject, opening: Opening): Promise<void> {
    const { report } = opening;
    const read = this.read(row, opening);
    if (!read.ok) return report.leave(this.plural, this.nameIn(row), read.error);
    const id = this.idOf(read.value.item);
    const [isHere, base] = await Promise.all([
      this.isHere(id),
      this.database.prisma.importedObject.findUnique({ where: { kind_id: { kind: this.name, id } } }),
    ]);
    if (!isHere && base !== null) return report.leave(this.plural, this.nameIn(row), 'it was deleted here');
    if (!isHere) return this.create(read.value, opening);
    if (base === null) {
      opening.known.addOther(this.name, id);
      return report.leave(this.plural, this.nameIn(row), `another of this ${this.order} was made here`);
    }
    return this.update(read.value.item, (base.columns as JsonObject)['digest'], opening);
  }

  /** The failure is why it is left. */
  protected abstract read(row: JsonObject, opening: Opening): Outcome<Opened<Item>, string>;
  protected abstract nameOf(item: Item): string;
  protected abstract idOf(item: Item): string;
  protected abstract isHere(id: string): Promise<boolean>;
  /** False: it could not be written. */
  protected abstract write(item: Item, author: Author): Promise<boolean>;
  protected abstract change(
    item: Item,
    next: (before: Item) => Outcome<Item, Untouched>,
    author: Author,
  ): Promise<Outcome<unknown, Untouched> | undefined>;
  /** All that a digest is of, members in any order. */
  protected abstract contentOf(item: Item): readonly unknown[];

  /** Of one that cannot be read any further. */
  private nameIn(row: JsonObject): string {
    return textAt(row, this.nameColumn) || 'without a name';
  }

  private async create({ item, notes }: Opened<Item>, opening: Opening): Promise<void> {
    const { report, author, dryRun } = opening;
    const isWritten = dryRun || (await this.write(item, author));
    if (!isWritten) return report.leave(this.plural, this.nameOf(item), 'it could not be written');
    if (!dryRun) await this.remember(item, opening.now);
    report.count(this.plural, 'taken');
    for (const what of notes) report.note(this.plural, this.nameOf(item), what);
  }

  private async update(item: Item, base: unknown, opening: Opening): Promise<void> {
    const { report, author, dryRun, now } = opening;
    const next = (before: Item): Outcome<Item, Untouched> => {
      const [here, there] = [this.digestOf(before), this.digestOf(item)];
      if (here !== base && here !== there) return fail('kept');
      return here === there || dryRun ? fail(here === there ? 'same' : 'updated') : succeed(item);
    };
    const written = await this.change(item, next, author);
    const fate = written?.ok === false ? written.error : 'updated';
    if (!dryRun) await this.remember(item, now);
    if (fate === 'kept') report.note(this.plural, this.nameOf(item), 'changed here since, and kept');
    report.count(this.plural, fate === 'updated' ? 'updated' : 'same');
  }

  private async remember(item: Item, now: Instant): Promise<void> {
    const taken = { columns: { digest: this.digestOf(item) }, importedAt: new Date(now) };
    const key = { kind: this.name, id: this.idOf(item) };
    await this.database.prisma.importedObject.upsert({
      where: { kind_id: key },
      create: { ...key, ...taken },
      update: taken,
    });
  }

  private digestOf(item: Item): string {
    return createHash('sha256')
      .update(JSON.stringify(this.contentOf(item)))
      .digest('hex');
  }
}

/** A box keeps the order in which members were written, LiteLLM's database one of its own. */
export function sortedMembers(object: JsonObject): readonly unknown[] {
  return Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1));
}
