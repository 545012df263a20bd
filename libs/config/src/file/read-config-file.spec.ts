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

  it('that includes a file which is not there names both, and the folder that was searched', () => {
    expect(problemsOf('include: [absent.yaml]\n')).toEqual([
      `${join(folder, 'config.yaml')}: include: absent.yaml cannot be read: ENOENT (there is no such file in ${folder})`,
    ]);
  });

  it.each([
    ['model_list: [{ model_name: a }]\n', 'model_list[0] (a).litellm_params: is missing: expected a mapping'],
    ['model_list: [{ litellm_params: { model: x/y } }]\n', 'model_list[0].model_name: expected the public name'],
    ['model_list: [a]\n', 'model_list[0]: expected a mapping'],
    ['model_list: [{ model_name: a, litellm_params: 5 }]\n', 'model_list[0] (a).litellm_params: expected a mapping'],
    ['general_settings: 5\n', 'general_settings: expected a mapping'],
    [
      'model_list: [{ model_name: a, litellm_params: { model: x/y }, model_info: 5 }]\n',
      'model_info: expected a mapping',
    ],
    ['model_list: [{ model_name: a, litellm_params: { model: x/y, extra_body: { a: .nan } } }]\n', 'extra_body'],
    ['router_settings: { fallbacks: [{ a: b }] }\n', 'router_settings.fallbacks[0].a: expected a list'],
  ])('%s is refused in our own words', (text, expected) => {
    const said = problemsOf(text).join('\n');
    expect(said).toContain(expected);
    expect(said).not.toMatch(/Invalid input|received undefined/);
  });
});
