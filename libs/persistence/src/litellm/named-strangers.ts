import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { NamedObject, Query, Wanted } from './import-kind.js';

/** Our tables of what may be named without being here. */
const TABLES: Readonly<Record<NamedObject['kind'], string>> = { user: 'app_user', access_group: 'access_group' };

export function namesOf(kind: NamedObject['kind'], ids: readonly (string | null)[]): readonly NamedObject[] {
  return ids.flatMap((id) => (id === null ? [] : [{ kind, id }]));
}

/**
 * Leaves what names a user or an access group that somebody made here: LiteLLM's of that id, whether it still has one or not, is another, and
 * a key would act as the one and use the models of the other. What no one has here gives nothing and may be named.
 */
export async function leaveNamingStrangers(
  items: readonly Wanted[],
  query: Query,
): Promise<readonly Outcome<Wanted, string>[]> {
  const strangers = new Set<string>();
  for (const kind of ['user', 'access_group'] as const) {
    const ids = items.flatMap(({ names = [] }) => names.filter((one) => one.kind === kind).map(({ id }) => id));
    if (ids.length === 0) continue;
    const rows = await query<{ id: string }>(
      `SELECT t.id FROM tollgate.${TABLES[kind]} AS t LEFT JOIN tollgate.imported_object AS i ON i.kind = $2 AND i.id = t.id
       WHERE t.id = ANY($1::text[]) AND i.id IS NULL`,
      ids,
      kind,
    );
    for (const { id } of rows) strangers.add(`${kind}/${id}`);
  }
  return items.map((item) => {
    const stranger = item.names?.find(({ kind, id }) => strangers.has(`${kind}/${id}`));
    if (stranger === undefined) return succeed(item);
    return fail(`its ${stranger.kind.replaceAll('_', ' ')} "${stranger.id}" is another one here`);
  });
}
