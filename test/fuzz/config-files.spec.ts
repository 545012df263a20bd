import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileSnapshot, PriceBook } from '@tollgate/catalog';
import { checkConfig, type ConfigProblem, EnvironmentReader, loadSettings, renderConfigCheck } from '@tollgate/config';
import { SystemClock } from '@tollgate/kernel';
import { PROVIDERS } from '@tollgate/providers';
import { arbitraryConfig, fuzz } from '../support/fuzz/index.js';

const SETTINGS = `
litellm_settings:
  drop_params: true
  callbacks: [langfuse]
  error_suffix: none
router_settings:
  num_retries: 2
  timeout: 600
  fallbacks: [{ fb-bad: [fb-good] }]
  model_group_alias:
    a: gpt-4o
    b: { model: gpt-4o, hidden: true }
general_settings:
  master_key: sk-config-0123456789abcdef
  max_request_size_mb: 5
  request_body_timeout: 60
  litellm_key_header_name: X-My-Key
environment_variables:
  ONE: two
`;
const [MODELS] = readFileSync(join(__dirname, '../conformance/config.yaml'), 'utf8').split('litellm_settings:');
const BASIS = `${MODELS ?? ''}${SETTINGS}`;

describe('arbitrary config files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-fuzz-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (text: string) => {
    const file = join(folder, 'config.yaml');
    writeFileSync(file, text);
    return { file, check: checkConfig(file, environment, []) };
  };
  const environment = new EnvironmentReader({ UPSTREAM_KEY: 'sk-x', PATH: '/bin' });
  const book = new PriceBook();
  const clock = new SystemClock();

  it('begin at one that can be used', () => {
    expect(load(BASIS).check.problems).toEqual([]);
  });

  fuzz(
    'are taken, or refused with the places and reasons, and never end in a fault',
    arbitraryConfig(BASIS),
    (text) => {
      const { file, check } = load(text);
      expectReasons(check.problems);
      expect(renderConfigCheck(file, check)).not.toMatch(/\[object Object\]|undefined/);
      const loaded = loadSettings({
        options: { command: 'serve', notes: [], config: file },
        environment,
        providers: PROVIDERS,
        builtInModels: [],
      });
      if (!loaded.ok) return expectReasons(loaded.error);
      expectReasons(loaded.value.problems);
      const compiled = compileSnapshot({
        settings: loaded.value.settings,
        providers: PROVIDERS,
        book,
        clock,
        version: 1,
      });
      if (!compiled.ok) return expectReasons(compiled.error);
      expect(compiled.value.snapshot.settings.bodyTotalMs).toBeGreaterThan(0);
    },
  );
});

function expectReasons(problems: readonly ConfigProblem[]): void {
  for (const { path, message } of problems) {
    expect(message.length).toBeGreaterThan(5);
    expect(`${path}: ${message}`).not.toMatch(
      /\[object Object\]|is not a function|Cannot read|Invalid input|^ {4}at /m,
    );
  }
}
