import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCOPES } from '@tollgate/canonical';

const schema = readFileSync(join(__dirname, '..', '..', 'prisma', 'schema.prisma'), 'utf8');

/** Columns of a model by their names in the database, with what Prisma says of their type. */
function columnsOf(model: string): ReadonlyMap<string, string> {
  const body = new RegExp(`^model ${model} \\{\\n([^]*?)^\\}`, 'm').exec(schema)?.[1];
  if (body === undefined) throw new Error(`schema.prisma has no model ${model}`);
  const fields = body.split('\n').flatMap((line) => /^ {2}(\w+)\s+(\S+)(.*)$/.exec(line) ?? []);
  const columns = new Map<string, string>();
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [, field = '', type = '', rest = ''] = fields.slice(at, at + 4);
    columns.set(/@map\("(\w+)"\)/.exec(rest)?.[1] ?? field, type);
  }
  return columns;
}

const named = SCOPES.flatMap((scope) =>
  scope.column === undefined ? [] : [{ name: scope.name, column: scope.column, ownedBy: scope.ownedBy }],
);
const labels: readonly string[] = ['customer', 'tag'];

describe('every scope of scopes.ts', () => {
  const facts = columnsOf('RequestFact');
  const daily = columnsOf('SpendDaily');

  it('is read from the schema as it stands', () => {
    expect(facts.get('received_at')).toBe('DateTime');
    expect(facts.has('no_such_column')).toBe(false);
  });

  it.each(named)('has its column in the facts: $name', ({ column }) => {
    expect(facts.has(column)).toBe(true);
  });

  it.each(named.filter(({ name }) => !labels.includes(name)))(
    'has its column in the daily sums: $name',
    ({ column }) => {
      expect(daily.has(column)).toBe(true);
    },
  );

  it('has sums of its own where a request may have many or where clients name it', () => {
    expect([...columnsOf('SpendDailyLabel').keys()]).toEqual(expect.arrayContaining(['scope', 'scope_id', 'day']));
    expect(named.filter(({ name }) => labels.includes(name)).map(({ column }) => facts.get(column))).toEqual([
      'String?',
      'String[]',
    ]);
  });

  it('can hold a balance in any window', () => {
    expect([...columnsOf('ScopeBalance').keys()]).toEqual(['scope', 'scope_id', 'window_start', 'amount_nano']);
  });

  it('has no column in the facts that scopes.ts does not know', () => {
    const known = new Set(named.map(({ column }) => column as string));
    const ids = [...facts.keys()].filter((column) => /_ids?$/.test(column) && column !== 'request_id');
    expect(ids.filter((column) => !known.has(column))).toEqual([]);
  });
});
