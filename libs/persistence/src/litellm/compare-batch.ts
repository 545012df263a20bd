import { fail, type Instant, type JsonObject, type NanoUsd, type Outcome, succeed } from '@tollgate/kernel';
import { idOf, type ImportKind, type Query, type Wanted } from './import-kind.js';
import { mergeColumns } from './merge-columns.js';

/** What is here of an object that is wanted. */
export interface Compared {
  readonly wanted: Wanted;
  readonly id: string;
  /** The whole row, where there is one. */
  readonly current: JsonObject | undefined;
  /** Columns to write over it. */
  readonly written: JsonObject;
  readonly kept: readonly string[];
  /** What the last import took of its spend; undefined: none did. */
  readonly lastSpend: { readonly spendNano: NanoUsd; readonly resetAt: Instant | null } | undefined;
  /** What the next import has to compare with. */
  readonly base: JsonObject;
}

interface FoundRow {
  readonly wanted: JsonObject;
  readonly current: JsonObject | null;
  readonly base: JsonObject | null;
  readonly spendNano: string | null;
  readonly spendResetAt: number | null;
  /** Deleted here since the import, and made anew. */
  readonly isRemade: boolean | null;
}

/** Why something is left whose id is taken here by something else. */
export const ANOTHER_MADE_HERE = 'another of this id was made here';

/** Compares objects with what is here and with what the last import took; the failure is why one is left. */
export async function compareBatch(
  kind: ImportKind,
  items: readonly Wanted[],
  query: Query,
): Promise<readonly Outcome<Compared, string>[]> {
  const { table, name } = kind;
  const own = kind.identity.map((column) => `w.${column}`).join(", '/', ");
  const rows = await query<FoundRow>(
    `SELECT to_jsonb(w) AS wanted, to_jsonb(c) AS current, i.columns AS base, i.spend_nano::text AS "spendNano",
       (extract(epoch FROM i.spend_reset_at) * 1000)::float8 AS "spendResetAt",
       c.created_at > i.imported_at AND c.created_at <> w.created_at AS "isRemade"
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS sent(value, position)
       CROSS JOIN LATERAL jsonb_populate_record(NULL::tollgate.${table}, sent.value) AS w
       LEFT JOIN tollgate.${table} AS c USING (${kind.identity.join(', ')})
       LEFT JOIN tollgate.imported_object AS i ON i.kind = $2 AND i.id = concat(${own})
     ORDER BY sent.position`,
    JSON.stringify(items.map(({ birth, columns }) => ({ ...columns, ...birth }))),
    name,
  );
  return items.map((wanted, index) => {
    const row = rows[index];
    if (row === undefined) throw new Error('a batch was compared and lost a row');
    return compareRow(kind, wanted, row);
  });
}

function compareRow(kind: ImportKind, wanted: Wanted, row: FoundRow): Outcome<Compared, string> {
  const id = idOf(kind, wanted.birth);
  const theirs = project(row.wanted, Object.keys(wanted.columns));
  const lastSpend =
    row.spendNano === null ? undefined : { spendNano: BigInt(row.spendNano), resetAt: row.spendResetAt };
  const common = { wanted, id, lastSpend, base: theirs };
  if (row.current === null) {
    if (row.base !== null) return fail('it was deleted here');
    return succeed({ ...common, current: undefined, written: {}, kept: [] });
  }
  // an object that somebody made here is another one, however alike they are: what hangs on it there would get what this one has here
  if (kind.isKnownByIdentity !== true && (row.base === null || row.isRemade === true)) return fail(ANOTHER_MADE_HERE);
  const { written, kept } = mergeColumns(row.base ?? {}, row.current, theirs);
  if (row.base === null && kept.length > 0) return fail(ANOTHER_MADE_HERE);
  return succeed({ ...common, current: row.current, written, kept });
}

function project(row: JsonObject, columns: readonly string[]): JsonObject {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}
