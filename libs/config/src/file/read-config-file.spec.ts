import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentReader } from '../environment/environment-reader.js';
import { readConfig } from './read-config.js';

describe('a config file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function problemsOf(text: string, allowUnserved: readonly string[] = []): readonly string[] {
    const file = join(folder, 'config.yaml');
    writeFileSync(file, text);
    const { problems } = readConfig(file, new EnvironmentReader({}), allowUnserved);
    return problems.map(({ path, message }) => `${path}: ${message}`);
  }

  it('whose alias has no anchor is a problem of the file, not a fault', () => {
    expect(problemsOf('model_list: *nope\n').join()).toMatch(/not valid YAML: .*nope/);
  });

  it('is refused when it names a callback that redacts, blocks or caps, unless that is allowed by name', () => {
    const text = 'litellm_settings: { callbacks: [presidio] }\n';
    expect(problemsOf(text).join()).toMatch(/presidio is not served yet, and without it personal data/);
    expect(problemsOf(text, ['presidio'])).toEqual([]);
  });
});
