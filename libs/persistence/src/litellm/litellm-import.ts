import { type Clock, type Instant, type JsonObject } from '@tollgate/kernel';
import type { Author, ControlPlane } from '../control/control-plane.js';
import type { Database } from '../database/database.js';
import type { CredentialRepository } from '../repositories/credential.repository.js';
import type { ModelRepository } from '../repositories/model.repository.js';
import { ANOTHER_MADE_HERE, compareBatch, type Compared } from './compare-batch.js';
import { type ImportKind, idOf, type Query, textAt, type Wanted, wholeRows } from './import-kind.js';
import { CredentialImport } from './import-credentials.js';
import { ModelImport } from './import-models.js';
import { ImportReport } from './import-report.js';
import { ACCESS_GROUPS } from './kinds/access-groups.js';
import { BUDGETS } from './kinds/budgets.js';
import { KEYS } from './kinds/keys.js';
import { CUSTOMERS, TAGS } from './kinds/labels.js';
import { ORGANIZATION_MEMBERS } from './kinds/organization-members.js';
import { ORGANIZATIONS } from './kinds/organizations.js';
import { PROJECTS } from './kinds/projects.js';
import { TEAM_MEMBERS } from './kinds/team-members.js';
import { TEAMS } from './kinds/teams.js';
import { USERS } from './kinds/users.js';
import { noteUnreadColumns } from './known-columns.js';
import { KnownObjects } from './known-objects.js';
import type { LiteLlmSource } from './litellm-source.js';
import type { OpenedImport } from './opened-import.js';
import { spentSince } from './open-spend.js';
import { leaveNamingStrangers } from './named-strangers.js';
import { UniqueValues } from './unique-values.js';
import { whyLeft } from './untaken-tables.js';
import { writeBatch } from './write-batch.js';

/** In the order in which they name each other. */
const KINDS: readonly ImportKind[] = [
  BUDGETS,
  ORGANIZATIONS,
  USERS,
  ORGANIZATION_MEMBERS,
  TEAMS,
  TEAM_MEMBERS,
  PROJECTS,
  CUSTOMERS,
  TAGS,
  ACCESS_GROUPS,
  KEYS,
];

const AUTHOR: Author = { name: 'tollgate import litellm', changedBy: null, key: 'command_line', isImport: true };

export interface ImportOptions {
  /** Compares and reports, and writes nothing. */
  readonly dryRun: boolean;
  /** Settings that hold callers back, by name, that may be taken although nothing enforces them here. */
  readonly allowUnserved: readonly string[];
  /** What LiteLLM's models and credentials are encrypted with. */
  readonly saltKey: string;
  /** Why a model of a team, or of nobody's (null), may not be called at an address; undefined: it may. */
  readonly refuseAddress: (address: string, teamId: string | null) => string | undefined;
  readonly onProgress: (plural: string, report: ImportReport) => void;
}

interface Run extends ImportOptions {
  readonly source: LiteLlmSource;
  readonly report: ImportReport;
  readonly known: KnownObjects;
  readonly unique: UniqueValues;
  /** Ids that LiteLLM has now, by kind. */
  readonly seen: Map<string, Set<string>>;
  /** Kinds of which it has rows that could not be read: their ids are not among those seen. */
  readonly unread: Set<string>;
  readonly now: Instant;
}

/** A kind whose objects stay here when LiteLLM has them no more. */
type Lasting = Pick<ImportKind, 'name' | 'plural' | 'table' | 'identity' | 'shown'>;

/**
 * Takes over what a LiteLLM database holds: what callers are known by, what holds them back and what they have spent. It can be repeated:
 * what changed there since comes over, what was changed here stays and is named, and spend grows by what was added there.
 */
export class LiteLlmImport {
  /** What LiteLLM has sealed, in the order in which they name each other. */
  private readonly sealed: readonly (Pick<OpenedImport<never>, 'take' | 'from' | 'order'> & Lasting)[];

  constructor(
    private readonly database: Database,
    private readonly controlPlane: ControlPlane,
    private readonly clock: Clock,
    { models, credentials }: { readonly models: ModelRepository; readonly credentials: CredentialRepository },
  ) {
    this.sealed = [new CredentialImport(database, credentials), new ModelImport(database, models)];
  }

  async run(source: LiteLlmSource, options: ImportOptions): Promise<ImportReport> {
    const now = this.clock.now();
    const run: Run = {
      ...options,
      source,
      report: new ImportReport(),
      known: new KnownObjects(options.allowUnserved, now, this.controlPlane.timeZone),
      unique: new UniqueValues(),
      seen: new Map([...KINDS, ...this.sealed].map(({ name }) => [name, new Set()])),
      unread: new Set(),
      now,
    };
    const taken = KINDS.filter(({ from }) => source.has(from));
    for (const kind of taken) {
      for await (const rows of source.read(kind.rows(source))) {
        await this.take(kind, rows, run);
        options.onProgress(kind.plural, run.report);
      }
    }
    const sealed = this.sealed.filter(({ from }) => source.has(from));
    for (const kind of sealed) await this.takeSealed(kind, run);
    await this.noteVanished([...taken, ...sealed], run);
    for (const table of source.names) await leaveTable(table, [...this.sealed, ...taken], run);
    return run.report;
  }

  private async take(kind: ImportKind, rows: readonly JsonObject[], run: Run): Promise<void> {
    const items = rows.flatMap((row) => {
      const read = kind.read(row, run.known);
      if (read.ok) return [{ ...read.value, notes: [...read.value.notes, ...noteUnreadColumns(kind.from, row)] }];
      run.report.leave(kind.plural, nameOf(row), read.error);
      run.unread.add(kind.name);
      run.known.addLeft(kind.name, textAt(row, `${kind.name}_id`));
      return [];
    });
    if (items.length === 0) return;
    const compared = run.dryRun
      ? await compare(kind, items, run, this.queryOf(this.database.prisma))
      : await this.controlPlane.change(AUTHOR, async (change) => {
          const found = await compare(kind, items, run, this.queryOf(change.tx));
          await writeBatch(change, kind, found, { author: AUTHOR, now: run.now });
          return found;
        });
    for (const one of compared) reportOne(kind, one, run);
  }

  private async takeSealed(kind: (typeof this.sealed)[number], { source, onProgress, ...run }: Run): Promise<void> {
    for await (const rows of source.read(wholeRows(kind.from, kind.order)(source))) {
      for (const row of rows) {
        run.seen.get(kind.name)?.add(textAt(row, kind.order));
        await kind.take(row, { ...run, author: AUTHOR });
      }
      onProgress(kind.plural, run.report);
    }
  }

  private queryOf(client: Pick<Database['prisma'], '$queryRawUnsafe'>): Query {
    return <T>(sql: string, ...parameters: readonly unknown[]) => client.$queryRawUnsafe<T[]>(sql, ...parameters);
  }

  /** What an earlier import took and LiteLLM has no more is not deleted here: whoever deleted it there has to know. */
  private async noteVanished(kinds: readonly Lasting[], { seen, unread, report }: Run): Promise<void> {
    for (const { name, plural, table, identity, shown = 't.id' } of kinds) {
      const own = identity.map((column) => `t.${column}`).join(", '/', ");
      const rows = await this.queryOf(this.database.prisma)<{ id: string; shown: string }>(
        `SELECT i.id, ${shown} AS shown FROM tollgate.imported_object AS i JOIN tollgate.${table} AS t ON concat(${own}) = i.id
         WHERE i.kind = $1 ORDER BY 1`,
        name,
      );
      const where = unread.has(name) ? 'not in LiteLLM any more, or among what is left' : 'not in LiteLLM any more';
      for (const row of rows)
        if (seen.get(name)?.has(row.id) === false) report.note(plural, row.shown, `${where}, and here still`);
    }
  }
}

/** What can be written of a batch; the rest is reported as left. */
async function compare(
  kind: ImportKind,
  items: readonly Wanted[],
  { report, unique, known, seen, unread }: Run,
  query: Query,
): Promise<readonly Compared[]> {
  const identified = (await kind.identify?.(items, query)) ?? items.map((value) => ({ ok: true, value }) as const);
  const found: Wanted[] = [];
  const leave = (wanted: Wanted, reason: string): void => {
    known.addLeft(kind.name, idOf(kind, wanted.birth));
    report.leave(kind.plural, wanted.name, reason);
  };
  for (const [index, one] of identified.entries()) {
    if (one.ok) found.push(one.value);
    else {
      report.leave(kind.plural, items[index]?.name ?? '', one.error);
      unread.add(kind.name);
    }
  }
  for (const { birth } of found) seen.get(kind.name)?.add(idOf(kind, birth));
  const named: Wanted[] = [];
  for (const [index, one] of (await leaveNamingStrangers(found, query)).entries()) {
    const wanted = found[index];
    if (one.ok) named.push(one.value);
    else if (wanted !== undefined) leave(wanted, one.error);
  }
  const freed = await unique.free(kind, named, query);
  const compared: Compared[] = [];
  for (const [index, one] of (await compareBatch(kind, freed, query)).entries()) {
    const wanted = freed[index];
    if (wanted === undefined) continue;
    if (!one.ok && one.error === ANOTHER_MADE_HERE) known.addOther(kind.name, idOf(kind, wanted.birth));
    if (!one.ok) {
      leave(wanted, one.error);
      continue;
    }
    known.add(kind.name, one.value.id);
    compared.push(one.value);
  }
  return compared;
}

function reportOne(kind: ImportKind, compared: Compared, { report }: Run): void {
  const { wanted, current, written, kept } = compared;
  const spent = kind.scope === undefined ? 0n : spentSince(compared);
  const isChanged = Object.keys(written).length > 0 || spent !== 0n;
  report.count(kind.plural, current === undefined ? 'taken' : isChanged ? 'updated' : 'same');
  // who is blocked by a later run has to be told why, too
  if (current === undefined || 'blocked' in written)
    for (const what of wanted.notes) report.note(kind.plural, wanted.name, what);
  if (kept.length > 0) report.note(kind.plural, wanted.name, `${kept.join(', ')}: changed here since, and kept`);
  if (spent !== 0n) report.spent(spent);
}

async function leaveTable(
  table: string,
  taken: readonly { readonly from: string }[],
  { source, report }: Run,
): Promise<void> {
  const reason = whyLeft(
    table,
    taken.map(({ from }) => from),
  );
  if (reason === undefined) return;
  const rows = await source.countRows(table);
  if (rows !== undefined) report.leaveTable(table, rows, reason);
}

/** A row's own name, where it cannot be read any further. */
function nameOf(row: JsonObject): string {
  const columns = [
    'key_alias',
    'key_name',
    'team_alias',
    'user_id',
    'project_id',
    'team_id',
    'organization_id',
    'tag_name',
  ];
  const name = columns.map((column) => row[column]).find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : 'without a name';
}
