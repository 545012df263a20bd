import type { Instant } from '@tollgate/kernel';
import type { AdminChange, Author } from '../control/control-plane.js';
import type { Compared } from './compare-batch.js';
import type { Birth, ImportKind } from './import-kind.js';
import { openSpend } from './open-spend.js';
import { reopenWindows } from './reopen-windows.js';

/** Writes a batch within an admin transaction: objects, what belongs to them, their opening spend, the audit and the memory of it. */
export async function writeBatch(
  change: AdminChange,
  kind: ImportKind,
  items: readonly Compared[],
  { author, now }: { readonly author: Author; readonly now: Instant },
): Promise<void> {
  const made = items.filter(({ current }) => current === undefined);
  const changed = items.filter(({ written }) => Object.keys(written).length > 0);
  await insert(change, kind, made, author);
  for (const item of changed) await update(change, kind, item, { author, now });
  await kind.attach?.(
    items.map(({ wanted, current }) => ({ wanted, isNew: current === undefined })),
    change.tx,
    new Date(now),
  );
  const spenders = await openSpend(change.tx, kind, items, { author, now });
  for (const item of items) noteItem(change, kind, item, spenders.get(item.id));
  await remember(change, kind, items, now);
}

async function insert(
  { tx }: AdminChange,
  { table }: ImportKind,
  made: readonly Compared[],
  author: Author,
): Promise<void> {
  const [first] = made;
  if (first === undefined) return;
  const columns = Object.keys({ ...first.wanted.columns, ...first.wanted.birth }).join(', ');
  const rows = made.map(({ wanted: { birth, columns: set } }) => ({ ...set, ...withAuthor(birth, author) }));
  await tx.$executeRawUnsafe(
    `INSERT INTO tollgate.${table} (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::tollgate.${table}, $1::jsonb)`,
    JSON.stringify(rows),
  );
}

/** Who made it there stands as its maker; where LiteLLM does not know, the import does. */
function withAuthor(birth: Birth, author: Author): Birth {
  if (!('created_by' in birth)) return birth;
  return { ...birth, created_by: birth['created_by'] ?? author.name, updated_by: birth['updated_by'] ?? author.name };
}

async function update(
  { tx }: AdminChange,
  kind: ImportKind,
  { wanted, written, current, id }: Compared,
  { author, now }: { readonly author: Author; readonly now: Instant },
): Promise<void> {
  const authorship = {
    updated_at: new Date(now).toISOString(),
    ...('updated_by' in wanted.birth && { updated_by: author.name }),
  };
  const set = { ...written, ...authorship };
  const columns = Object.keys(set);
  const same = kind.identity.map((column) => `t.${column} = r.${column}`).join(' AND ');
  await tx.$executeRawUnsafe(
    `UPDATE tollgate.${kind.table} AS t SET ${columns.map((column) => `${column} = r.${column}`).join(', ')}
     FROM jsonb_populate_record(NULL::tollgate.${kind.table}, $1::jsonb) AS r WHERE ${same}`,
    JSON.stringify({ ...wanted.birth, ...set }),
  );
  await reopenWindows(tx, kind, { id, before: current ?? {}, after: { ...current, ...written } }, now);
}

function noteItem(change: AdminChange, kind: ImportKind, item: Compared, spender: string | undefined): void {
  const { wanted, current, written, id } = item;
  const isNew = current === undefined;
  if (!isNew && Object.keys(written).length === 0 && spender === undefined) return;
  for (const [touched, touchedId] of kind.touches?.(wanted) ?? [[kind.name, id]]) change.touch(touched, touchedId);
  if (spender !== undefined) change.touch(`spend:${kind.scope ?? ''}`, spender);
  const team = kind.name === 'team' ? id : (current ?? { ...wanted.columns, ...wanted.birth })['team_id'];
  const before = Object.fromEntries(Object.keys(written).map((column) => [column, current?.[column] ?? null]));
  change.note({
    action: isNew ? 'created' : 'updated',
    resource: kind.name,
    objectId: id,
    teamId: typeof team === 'string' ? team : null,
    before: isNew ? null : before,
    after: isNew ? { ...wanted.columns, ...wanted.birth } : written,
  });
}

async function remember(
  { tx }: AdminChange,
  kind: ImportKind,
  items: readonly Compared[],
  now: Instant,
): Promise<void> {
  const rows = items.map(({ id, base, wanted: { spend }, lastSpend }) => ({
    kind: kind.name,
    id,
    columns: base,
    spend_nano: String(spend?.windowNano ?? lastSpend?.spendNano ?? 0n),
    spend_reset_at: spend?.resetAt == null ? null : new Date(spend.resetAt).toISOString(),
    imported_at: new Date(now).toISOString(),
  }));
  await tx.$executeRawUnsafe(
    `INSERT INTO tollgate.imported_object (kind, id, columns, spend_nano, spend_reset_at, imported_at)
     SELECT kind, id, columns, spend_nano, spend_reset_at, imported_at
     FROM jsonb_populate_recordset(NULL::tollgate.imported_object, $1::jsonb)
     ON CONFLICT (kind, id) DO UPDATE SET columns = EXCLUDED.columns, spend_nano = EXCLUDED.spend_nano,
       spend_reset_at = EXCLUDED.spend_reset_at, imported_at = EXCLUDED.imported_at`,
    JSON.stringify(rows),
  );
}
