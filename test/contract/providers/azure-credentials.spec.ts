import { compileSnapshot, PriceBook } from '@tollgate/catalog';
import { EnvironmentReader, type ModelEntry } from '@tollgate/config';
import { PROVIDERS } from '@tollgate/providers';
import { entry, settings } from '../../../libs/catalog/src/test-doubles.js';

type Params = Partial<ModelEntry['params']>;
type Variables = Readonly<Record<string, string>>;

const book = new PriceBook();
const CLIENT = { tenant_id: 't', client_id: 'c' };
const IDENTITY = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' };

function compile(params: Params, variables: Variables = {}, model = 'azure/d') {
  const at = { model, api_base: 'https://mine.openai.azure.com', ...params };
  const outcome = compileSnapshot({
    settings: settings([entry('m', at)], { environment: new EnvironmentReader(variables) }),
    providers: PROVIDERS,
    book,
    clock: { now: () => 0, monotonicMs: () => 0 },
    version: 1,
  });
  const problems = outcome.ok ? [] : outcome.error;
  const warnings = outcome.ok ? outcome.value.warnings : [];
  const credential = outcome.ok ? outcome.value.snapshot.groups.get('m')?.[0]?.credential : undefined;
  return { problems, warnings, credential };
}

describe('a deployment of Azure OpenAI', () => {
  it.each<[Params, Variables]>([
    [{ api_key: 'k' }, {}],
    [{}, { AZURE_API_KEY: 'k' }],
    [{ azure_ad_token: 'token' }, {}],
    [{}, { AZURE_AD_TOKEN: 'token' }],
    [{ ...CLIENT, client_secret: 's' }, {}],
    [{}, { ...IDENTITY, AZURE_CLIENT_SECRET: 's' }],
    [{ azure_ad_token: 'oidc/file/run/secrets/token' }, IDENTITY],
    // who signs in the operator's own headers needs none
    [{ extra_headers: { 'Ocp-Apim-Subscription-Key': 'k' } }, {}],
  ])('with %j and the variables %j has nothing to be told of', (params, variables) => {
    expect(compile(params, variables)).toMatchObject({ problems: [], warnings: [] });
  });

  it.each<[Params, Variables]>([
    [{}, {}],
    [CLIENT, {}],
    [{ client_secret: 's' }, { AZURE_TENANT_ID: 't' }],
    [{ azure_ad_token: 'oidc/env/TOKEN' }, { TOKEN: 'a' }],
  ])(
    'with no more than %j and the variables %j is told of, with every way out, and does not stop the start',
    (...of) => {
      const { problems, warnings } = compile(...of);
      expect(problems).toEqual([]);
      expect(warnings).toEqual([
        {
          path: 'model (m).litellm_params.api_key',
          message: expect.stringMatching(
            /^is not set, nor AZURE_OPENAI_API_KEY or AZURE_API_KEY, nor azure_ad_token, nor tenant_id, client_id and client_secret: the provider will refuse calls to d$/,
          ),
        },
      ]);
    },
  );

  it('of other makers’ models without its key is told of too', () => {
    const { warnings } = compile({ api_base: 'https://mine.services.ai.azure.com' }, {}, 'azure_ai/d');
    expect(warnings).toEqual([
      {
        path: 'model (m).litellm_params.api_key',
        message: 'is not set, nor AZURE_AI_API_KEY: the provider will refuse calls to d',
      },
    ]);
  });

  it.each<[string, Variables, object]>([
    ['oidc/env/TOKEN', { TOKEN: 'jwt' }, { client_assertion: 'jwt' }],
    ['oidc/env_path/AT', { AT: '/run/token' }, { client_assertion_file: '/run/token' }],
    ['oidc/file/run/secrets/token', {}, { client_assertion_file: '/run/secrets/token' }],
    ['oidc/file//run/secrets/token', {}, { client_assertion_file: '/run/secrets/token' }],
    ['oidc/azure/', { AZURE_FEDERATED_TOKEN_FILE: '/var/run/t' }, { client_assertion_file: '/var/run/t' }],
  ])('may show the token of another issuer: %s', (token, variables, assertion) => {
    const identity = { tenant_id: 't', client_id: 'c' };
    for (const [params, more] of [
      [{ azure_ad_token: token }, { ...variables, ...IDENTITY }],
      [{}, { ...variables, ...IDENTITY, AZURE_AD_TOKEN: token }],
    ] as const)
      expect(compile(params, more)).toEqual({
        problems: [],
        warnings: [],
        credential: { ...identity, ...assertion },
      });
  });

  it.each<[string, RegExp]>([
    ['oidc/env/', /names no environment variable/],
    ['oidc/env/NOT_SET', /NOT_SET, which is not set/],
    ['oidc/env_path/NOT_SET', /NOT_SET, which is not set/],
    ['oidc/file/', /names no file/],
    ['oidc/azure/', /AZURE_FEDERATED_TOKEN_FILE, which is not set/],
    ['oidc/azure/api://audience', /oidc\/azure\/ alone/],
    ['oidc/google/https://example.com', /"google" is not served.*oidc\/file\/<path>/],
    ['oidc/github', /"github" is not served/],
  ])('whose token is %s stops the start with the reason and a way out', (token, reason) => {
    const { problems } = compile({ azure_ad_token: token }, IDENTITY);
    expect(problems).toEqual([
      { path: 'model (m).litellm_params.azure_ad_token', message: expect.stringMatching(reason) },
    ]);
  });

  it('with a user’s name and password alone stops the start with a way out', () => {
    const user = { azure_username: 'me@example.com', azure_password: 'hush-hush' };
    const { problems } = compile({ ...user, client_id: 'c' });
    expect(problems.map(({ path }) => path)).toEqual([
      'model (m).litellm_params.azure_username',
      'model (m).litellm_params.azure_password',
    ]);
    for (const { message } of problems)
      expect(message).toMatch(/is not served.*tenant_id, client_id and client_secret/);
    expect(JSON.stringify(problems)).not.toMatch(/hush|example\.com/);
  });

  it('with them beside its key is told that they are left out', () => {
    const { problems, warnings, credential } = compile({ azure_username: 'u', azure_password: 'p', api_key: 'k' });
    expect([problems, credential]).toEqual([[], { api_key: 'k' }]);
    expect(warnings.map(({ path, message }) => [path, /left out/.test(message)])).toEqual([
      ['model (m).litellm_params.azure_username', true],
      ['model (m).litellm_params.azure_password', true],
    ]);
  });
});
