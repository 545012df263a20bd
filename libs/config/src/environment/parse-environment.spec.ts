import { EnvironmentReader } from './environment-reader.js';
import { parseEnvironment } from './parse-environment.js';
import { renderEnvExample } from './render-env-example.js';
import { VARIABLES } from './variables.js';

const parse = (variables: Record<string, string>) => parseEnvironment(new EnvironmentReader(variables));

describe('parseEnvironment', () => {
  it("reads each variable under LiteLLM's name too", () => {
    expect(
      parse({ LITELLM_MASTER_KEY: 'sk-a', LITELLM_SALT_KEY: 'salt', LITELLM_LOG: 'DEBUG', DETAILED_DEBUG: 'True' }),
    ).toEqual({
      ok: true,
      value: { masterKey: 'sk-a', saltKey: 'salt', logLevel: 'debug', detailedDebug: true },
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(parse({ DATABASE_URL: '', PORT: '' })).toEqual({ ok: true, value: {} });
  });

  it('reports every problem at once and never shows a value', () => {
    const outcome = parse({
      DATABASE_URL: 'mysql://user:hunter2@db',
      PORT: '70000',
      MASTER_KEY: 'sk-one',
      LITELLM_MASTER_KEY: 'sk-two',
    });
    if (outcome.ok) throw new Error('accepted');
    expect(outcome.error.map((problem) => problem.path)).toEqual(['PORT', 'DATABASE_URL', 'MASTER_KEY']);
    expect(JSON.stringify(outcome.error)).not.toMatch(/hunter2|sk-one|sk-two/);
  });

  it('adds the scheme to a bare Langfuse host, as LiteLLM does', () => {
    expect(parse({ LANGFUSE_HOST: 'langfuse.example.com' })).toMatchObject({
      value: { langfuseHost: 'https://langfuse.example.com' },
    });
  });
});

describe('renderEnvExample', () => {
  it('names every variable with all its names and sets none', () => {
    const text = renderEnvExample();
    for (const variable of Object.values(VARIABLES)) for (const name of variable.names) expect(text).toContain(name);
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it('gives examples that the schema takes', () => {
    // the examples of these name files that no machine has
    const { sslCertFile: _authorities, sslCertificate: _shown, ...others } = VARIABLES;
    for (const variable of Object.values(others))
      expect([variable.names[0], variable.schema.safeParse(variable.example).success]).toEqual([
        variable.names[0],
        true,
      ]);
  });
});
