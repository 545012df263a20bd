import { fail, succeed } from '@tollgate/kernel';
import { birthOf } from '../birth-of.js';
import { type ImportKind, wholeRows } from '../import-kind.js';
import { SourceRow } from '../source-row.js';

export const ACCESS_GROUPS: ImportKind = {
  name: 'access_group',
  plural: 'access groups',
  from: 'LiteLLM_AccessGroupTable',
  rows: wholeRows('LiteLLM_AccessGroupTable', 'access_group_id'),
  table: 'access_group',
  identity: ['id'],
  shown: 't.name',
  read: (json, known) => {
    const row = new SourceRow(json);
    const [id, name] = [row.text('access_group_id'), row.text('access_group_name')];
    if (id === null || name === null) return fail('it has no name');
    return succeed({
      name,
      birth: { id, ...birthOf(row, known.now) },
      columns: {
        name,
        description: row.text('description'),
        model_names: row.texts('access_model_names'),
        mcp_server_ids: row.texts('access_mcp_server_ids'),
        agent_ids: row.texts('access_agent_ids'),
      },
      notes: row.notes,
    });
  },
  // a name that is taken here is another's
  identify: async (items, query) => {
    const taken = await query<{ name: string; id: string }>(
      'SELECT name, id FROM tollgate.access_group WHERE name = ANY($1::text[])',
      items.map(({ name }) => name),
    );
    return items.map((item) =>
      taken.some(({ name, id }) => name === item.name && id !== item.birth['id'])
        ? fail('another access group has its name here')
        : succeed(item),
    );
  },
};
