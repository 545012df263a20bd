import { fail, type Outcome, succeed } from '@tollgate/kernel';
import type { ConfigProblem } from '../problem.js';
import type { EnvironmentReader } from './environment-reader.js';
import { fatalVariables } from './fatal-variables.js';
import { type Environment, VARIABLES } from './variables.js';

/** Reads and checks every variable of the product. Two names of one variable that differ are an error: neither is guessed. */
export function parseEnvironment(reader: EnvironmentReader): Outcome<Environment, readonly ConfigProblem[]> {
  const problems: ConfigProblem[] = [...fatalVariables(reader)];
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries(VARIABLES)) {
    const given = variable.names.filter((name) => reader.read(name) !== undefined);
    const name = given[0];
    if (name === undefined) continue;
    const other = given.find((candidate) => reader.read(candidate) !== reader.read(name));
    if (other !== undefined) problems.push({ path: name, message: `differs from ${other}; set one of them` });
    const parsed = variable.schema.safeParse(reader.read(name));
    if (parsed.success) values[key] = parsed.data;
    else problems.push({ path: name, message: parsed.error.issues.map((issue) => issue.message).join('; ') });
  }
  return problems.length > 0 ? fail(problems) : succeed(values as Environment);
}
