import { idOf, type ImportKind, type Query, type Wanted } from './import-kind.js';

/** Values that no two objects of a kind may share: who comes later, or finds one taken here, goes without and says so. */
export class UniqueValues {
  private readonly owners = new Map<string, string>();

  async free(kind: ImportKind, items: readonly Wanted[], query: Query): Promise<readonly Wanted[]> {
    let freed = items;
    for (const column of kind.unique ?? []) freed = await this.freeColumn(kind, column, freed, query);
    return freed;
  }

  private async freeColumn(
    kind: ImportKind,
    column: string,
    items: readonly Wanted[],
    query: Query,
  ): Promise<readonly Wanted[]> {
    const values = items.map(({ columns }) => columns[column]).filter((value) => typeof value === 'string');
    const here = await query<{ value: string; id: string }>(
      `SELECT ${column} AS value, id::text AS id FROM tollgate.${kind.table} WHERE ${column} = ANY($1::text[])`,
      values,
    );
    const ownersHere = new Map(here.map(({ value, id }) => [value, id]));
    return items.map((item) => {
      const value = item.columns[column];
      if (typeof value !== 'string') return item;
      const id = idOf(kind, item.birth);
      const key = `${kind.name} ${column} ${value}`;
      const owner = this.owners.get(key) ?? ownersHere.get(value) ?? id;
      if (owner === id) {
        this.owners.set(key, id);
        return item;
      }
      const note = `another ${kind.name} has its ${column.replaceAll('_', ' ')}: taken without it`;
      return { ...item, columns: { ...item.columns, [column]: null }, notes: [...item.notes, note] };
    });
  }
}
