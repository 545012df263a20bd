import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProviderDescription } from '@tollgate/canonical';
import type { Outcome } from '@tollgate/kernel';
import { EnvironmentReader } from './environment/environment-reader.js';
import { type LoadedSettings, loadSettings } from './load-settings.js';
import type { Options } from './options/options.js';
import type { ConfigProblem } from './problem.js';

const provider = (id: string, environment: readonly string[]): ProviderDescription => ({
  id,
  prefixes: [id],
  defaultApiBase: `https://${id}.test`,
  credentialFields: [{ name: 'api_key', environment, required: true, secret: true }],
  operations: ['chat'],
  litellm: { exception: id, errorText: 'message' },
});
const providers = [provider('alpha', ['ALPHA_API_KEY', 'ALPHA_KEY']), provider('beta', ['BETA_API_KEY'])];

type Variables = Readonly<Record<string, string>>;

/** A folder for each test of the calling file, for configurations that are loaded from it. */
export class ConfigFolder {
  private folder = '';

  constructor() {
    beforeEach(() => {
      this.folder = mkdtempSync(path.join(tmpdir(), 'tollgate-config-'));
    });
    afterEach(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  get path(): string {
    return this.folder;
  }

  write(name: string, text: string): string {
    const full = path.join(this.folder, name);
    writeFileSync(full, text);
    return full;
  }

  loaded(text: string, environment: Variables = {}, options: Partial<Options> = {}): LoadedSettings {
    const outcome = load({ config: this.write('config.yaml', text), ...options }, environment);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
    return outcome.value;
  }

  problemsOf(text: string, environment: Variables = {}, options: Partial<Options> = {}): readonly string[] {
    const outcome = load({ config: this.write('config.yaml', text), ...options }, environment);
    const problems = outcome.ok ? outcome.value.problems : outcome.error;
    return problems.map((problem) => `${problem.path}: ${problem.message}`.replaceAll(`${this.folder}/`, ''));
  }
}

export function load(
  options: Partial<Options>,
  environment: Variables = {},
): Outcome<LoadedSettings, readonly ConfigProblem[]> {
  return loadSettings({
    options: { command: 'serve', notes: [], ...options },
    environment: new EnvironmentReader(environment),
    providers,
    builtInModels: ['built/one'],
  });
}
