import { checkConfig, renderConfigCheck } from './check-config.js';
import { EnvironmentReader } from './environment/environment-reader.js';
import { ConfigFolder } from './test-doubles.js';

const configs = new ConfigFolder();

describe('checkConfig', () => {
  it('prints served, unserved and unknown keys and is not content with a fatal or unknown one', () => {
    const name = configs.write(
      'check.yaml',
      'model_list: []\nguardrails: [{ guardrail_name: x }]\nlitellm_settings: { cache: true }\nrouter_setings: {}',
    );
    const check = checkConfig(name, new EnvironmentReader({}), []);
    expect(check.ok).toBe(false);
    expect(renderConfigCheck('check.yaml', check).replaceAll(`${configs.path}/`, '')).toBe(
      [
        'served:\n  model_list\n  litellm_settings\n',
        'known, not served (no effect):\n  litellm_settings.cache\n',
        'unknown:\n  router_setings (did you mean router_settings?)\n',
        'to be mended:\n  check.yaml: guardrails: is not served yet, and without it requests and answers would pass unchecked. Remove it, or start with --allow-unserved guardrails\n',
        'check.yaml has to be mended: 1 problem, 1 unknown key\n',
      ].join('\n'),
    );
  });

  it('names callbacks that nothing serves, and what is surely a parameter misspelt; others are for the provider', () => {
    const { report, ok } = checkConfig(
      configs.write(
        'typos.yaml',
        'model_list: [{ model_name: m, litellm_params: { model: openai/m, rpmm: 5, input_cost_per_tokn: 1, top_k: 4, seed: 1 } }]\n' +
          'litellm_settings: { callbacks: [langfus, prometheus], success_callback: datadog }',
      ),
      new EnvironmentReader({}),
      [],
    );
    expect(report.unserved).toEqual(['callback datadog', 'callback langfus (did you mean langfuse?)']);
    expect(report.unknown).toEqual([
      'model_list[0] (m).litellm_params.rpmm (did you mean rpm?)',
      'model_list[0] (m).litellm_params.input_cost_per_tokn (did you mean input_cost_per_token?)',
    ]);
    expect(ok).toBe(false);
  });

  it('names what extra_body cannot set for callers', () => {
    const { report, ok } = checkConfig(
      configs.write(
        'governed.yaml',
        'model_list: [{ model_name: m, litellm_params: { model: openai/m, extra_body: { background: true, own: 1 } } }]',
      ),
      new EnvironmentReader({}),
      [],
    );
    expect([report.unserved, ok]).toEqual([['litellm_params.extra_body.background (the gateway governs it)'], true]);
  });

  it('says in words why a file cannot be read', () => {
    const { problems } = checkConfig(`${configs.path}/absent.yaml`, new EnvironmentReader({}), []);
    expect(problems).toEqual([
      { path: `${configs.path}/absent.yaml`, message: 'cannot be read: ENOENT (there is no such file)' },
    ]);
  });

  it('is content with a file whose keys are all known', () => {
    expect(checkConfig(configs.write('ok.yaml', 'model_list: []'), new EnvironmentReader({}), []).ok).toBe(true);
  });
});
