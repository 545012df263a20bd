import {
  checkConfig,
  type ConfigProblem,
  type EnvironmentReader,
  loadSettings,
  type Options,
  renderConfigCheck,
} from '@tollgate/config';
import { PROVIDERS } from '@tollgate/providers';
import { migrateOnly } from './migrate-only.js';
import { say } from './print.js';
import { serve } from './serve.js';

/** Models that answer in the process, there by default when no config is given. */
const BUILT_IN_MODELS = ['mock/echo', 'mock/text'];

/** Runs one command to its end; a server's end is its signal. Resolves to what has to be mended; rejects with StartError. */
export async function runCommand(options: Options, environment: EnvironmentReader): Promise<readonly ConfigProblem[]> {
  if (options.command === 'config check') {
    const file = options.checkFile ?? '';
    const check = checkConfig(file, environment, options.allowUnserved ?? []);
    say(renderConfigCheck(file, check));
    if (!check.ok) process.exitCode = 1;
    return [];
  }
  const loaded = loadSettings({ options, environment, providers: PROVIDERS, builtInModels: BUILT_IN_MODELS });
  if (!loaded.ok) return loaded.error;
  if (options.command === 'migrate') await migrateOnly(loaded.value.settings);
  else return serve(options.command, loaded.value);
  return [];
}
