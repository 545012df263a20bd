import { EnvironmentReader } from './environment/environment-reader.js';

/** The process's environment: the only place that reads `process.env`. A copy, so that later changes of it mean nothing. */
export function readProcessEnvironment(): EnvironmentReader {
  return new EnvironmentReader({ ...process.env });
}
