import { SINK_NAMES } from '../settings/sinks.js';
import { OPTION_TABLE } from './option-table.js';

/** The text of `--help`. */
export function renderHelp(): string {
  const rows = OPTION_TABLE.flatMap((row) => {
    if (row.help === undefined) return [];
    const flag = `${row.short === undefined ? '    ' : `-${row.short}, `}--${row.names[0]}${row.type === 'string' ? ' VALUE' : ''}`;
    return [`  ${flag.padEnd(30)}${row.help}`];
  });
  return [
    'Usage: tollgate [options]                  gateway, admin API and worker in one process',
    '       tollgate gateway | admin | worker   one of them',
    '       tollgate migrate                    bring the database up to date and leave',
    `       tollgate redeliver [SINK]           send the dead callbacks of SINK (${SINK_NAMES.join(', ')}) again; without it, count them`,
    '       tollgate audit verify               read the whole audit and say whether a row was changed, or taken out before its last',
    '       tollgate salt rotate                encrypt anew what PREVIOUS_SALT_KEYS encrypted, while everything runs',
    "       tollgate import litellm             take over keys, teams, users, budgets and spend from LiteLLM's database",
    '       tollgate config check FILE          say what of a configuration is served',
    '',
    ...rows,
    '',
    "Settings from the environment are listed in .env.example. Most of LiteLLM's flags are accepted as well.",
    '',
  ].join('\n');
}
