import type { ConfigProblem } from '../problem.js';
import type { EnvironmentReader } from './environment-reader.js';

/** LiteLLM's switches that restrict and that are not served: ignoring one would open what its operator meant to close. */
const RESTRICTING: Readonly<Record<string, string>> = {
  DISABLE_ADMIN_ENDPOINTS: 'the admin API would be served: start `tollgate gateway` instead, which has none',
  DISABLE_LLM_API_ENDPOINTS: 'the data plane would be served: start `tollgate admin` instead, which has none',
};

/** A problem for each restricting variable that is switched on. */
export function fatalVariables(reader: EnvironmentReader): readonly ConfigProblem[] {
  return Object.entries(RESTRICTING).flatMap(([name, message]) =>
    /^(true|1|yes)$/i.test(reader.read(name) ?? '') ? [{ path: name, message: `is not served: ${message}` }] : [],
  );
}
