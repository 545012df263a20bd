import { parseArgs } from 'node:util';
import { fail, type Outcome, succeed } from '@tollgate/kernel';
import { suggest } from '../suggest.js';
import type { ConfigProblem } from '../problem.js';
import { SINK_NAMES } from '../settings/sinks.js';
import { OPTION_TABLE, type OptionRow } from './option-table.js';
import { type Command, COMMANDS, type Options } from './options.js';
import { readOptionValue } from './read-option-value.js';

const ROWS = new Map(OPTION_TABLE.flatMap((row) => row.names.map((name) => [name, row] as const)));
const NAMES = [...ROWS.keys()];

/** The command line (without node and script). Takes LiteLLM's spellings beside our own; every problem is reported. */
export function parseOptions(argv: readonly string[]): Outcome<Options, readonly ConfigProblem[]> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: parserOptions(),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  const notes: string[] = [];
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') applyOption(token, { values, notes, problems });
  }
  const command = readCommand(positionals, problems);
  checkCombination(values, problems);
  if (!SERVERS.includes(command.command)) notes.push(...listeningOptions(values, command.command));
  if (command.command !== 'import litellm') problems.push(...importOptions(values));
  return problems.length > 0 ? fail(problems) : succeed({ ...values, ...command, notes });
}

interface Parsed {
  readonly values: Record<string, unknown>;
  readonly notes: string[];
  readonly problems: ConfigProblem[];
}

function applyOption(token: { name: string; rawName: string; value: string | undefined }, into: Parsed): void {
  const row = ROWS.get(token.name);
  if (row === undefined) {
    into.problems.push({
      path: token.rawName,
      message: `unknown option${suggestOption(token.name)}; --help lists them`,
    });
    return;
  }
  if (row.type === 'string' && (token.value === undefined || token.value === '')) {
    into.problems.push({ path: token.rawName, message: 'needs a value' });
    return;
  }
  if (row.note !== undefined) into.notes.push(`${token.rawName} has no effect: ${row.note}`);
  if (row.sets === undefined) return;
  const value = readOptionValue(row, token.value);
  if (!value.ok) into.problems.push({ path: token.rawName, message: value.error });
  else
    into.values[row.sets] =
      row.value === 'list' ? [...((into.values[row.sets] as string[] | undefined) ?? []), value.value] : value.value;
}

function suggestOption(name: string): string {
  return suggest(name, NAMES).replace('you mean ', 'you mean --');
}

/** Commands of two words. `config check` has a third. */
const TWO_WORDS = COMMANDS.filter((command) => command.includes(' '));

/** `config check FILE` is three words, some are two, `redeliver` may name a sink; every other command is one, and none means serve. */
function readCommand(
  positionals: readonly string[],
  problems: ConfigProblem[],
): { command: Command; checkFile?: string; sink?: string } {
  const [first, second, third, ...rest] = positionals;
  if (first === undefined) return { command: 'serve' };
  if (first === 'config' && second === 'check' && third !== undefined && rest.length === 0)
    return { command: 'config check', checkFile: third };
  if (first === 'redeliver') return readRedeliver(second, third, problems);
  const twoWords = TWO_WORDS.find((command) => command.startsWith(`${first} `));
  if (twoWords !== undefined) {
    const path = positionals.join(' ');
    const usage = twoWords === 'config check' ? 'config check FILE' : twoWords;
    if (path !== usage) problems.push({ path, message: `use \`tollgate ${usage}\`` });
    return { command: twoWords };
  }
  if (second !== undefined) problems.push(unexpectedWord(second, first));
  else if (!(COMMANDS as readonly string[]).includes(first))
    problems.push({ path: first, message: `unknown command${suggest(first, COMMANDS)}; --help lists them` });
  return { command: first as Command };
}

function readRedeliver(
  sink: string | undefined,
  unexpected: string | undefined,
  problems: ConfigProblem[],
): { command: 'redeliver'; sink?: string } {
  if (sink === undefined) return { command: 'redeliver' };
  if (unexpected !== undefined) problems.push(unexpectedWord(unexpected, 'redeliver'));
  if (!SINK_NAMES.includes(sink)) {
    const message = `unknown sink${suggest(sink, SINK_NAMES)}; known: ${SINK_NAMES.join(', ')}`;
    problems.push({ path: sink, message });
  }
  return { command: 'redeliver', sink };
}

function unexpectedWord(word: string, command: string): ConfigProblem {
  return { path: word, message: `unexpected word after ${command}` };
}

/** A database that is named and not used would be taken for the one that is. */
function importOptions(values: Record<string, unknown>): readonly ConfigProblem[] {
  const own = { sourceDatabaseUrl: '--database-url', sourceSaltKey: '--salt-key', dryRun: '--dry-run' };
  return Object.entries(own)
    .filter(([name]) => values[name] !== undefined)
    .map(([, path]) => ({ path, message: 'is an option of `tollgate import litellm`' }));
}

const SERVERS: readonly Command[] = ['serve', 'gateway', 'admin', 'worker'];

function listeningOptions(values: Record<string, unknown>, command: Command): readonly string[] {
  return ['port', 'host']
    .filter((name) => values[name] !== undefined)
    .map((name) => `--${name} has no effect: ${command} listens nowhere`);
}

function checkCombination(values: Record<string, unknown>, problems: ConfigProblem[]): void {
  if (typeof values['numWorkers'] === 'number' && values['numWorkers'] > 1) {
    problems.push({
      path: '--num_workers',
      message:
        'only 1 is possible: budgets and rate limits are counted exactly, in the memory of the one gateway process; a second process would let each of them spend the whole budget.',
    });
  }
}

type ParserOptions = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function parserOptions(): ParserOptions {
  const entry = (row: OptionRow) =>
    row.names.map(
      (name) => [name, { type: row.type, ...(row.short === undefined ? {} : { short: row.short }) }] as const,
    );
  return Object.fromEntries(OPTION_TABLE.flatMap(entry));
}
