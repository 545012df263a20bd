import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDERS } from '@tollgate/providers';
import { ConnectSpy } from '../../../../support/connect-spy/index.js';
import { askAdmin, createKey, Gateway } from '../../../../support/gateway/index.js';
import { createTestDatabase, type TestDatabase } from '../../../../support/services/index.js';
import { Canaries } from './canaries.js';
import { ForeignHost } from './foreign-host.js';
import { NAMES } from './hostile-values.js';

/** Variables of secrets that are not a provider's; one of them is read by nobody. */
const SECRETS = [
  'LANGFUSE_PUBLIC_KEY',
  'LANGFUSE_SECRET_KEY',
  'OPERATORS_KEY',
  'READ_BY_NOBODY',
  'REDIS_PASSWORD',
  'UI_PASSWORD',
];
const PROVIDERS_SECRETS = PROVIDERS.flatMap(({ credentialFields }) =>
  credentialFields.flatMap(({ environment }) => environment),
);

/** The gateway as its operator set it up, with a canary wherever a secret can be. */
export class GuardedGateway {
  private constructor(
    readonly canaries: Canaries,
    readonly spy: ConnectSpy,
    /** Where the operator's own models are served and its callbacks go. */
    readonly own: ForeignHost,
    /** Of nobody here; it may be reached, so that what is sent to it is seen. */
    readonly foreign: ForeignHost,
    readonly database: TestDatabase,
    readonly gateway: Gateway,
    readonly variables: readonly string[],
    readonly folder: string,
  ) {}

  static async start(): Promise<GuardedGateway> {
    const canaries = new Canaries();
    const spy = new ConnectSpy(NAMES);
    const [own, foreign, database] = await Promise.all([
      ForeignHost.start(),
      ForeignHost.start(),
      createTestDatabase(),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'canary-'));
    writeFileSync(join(folder, 'secret'), canaries.make('a file'));
    writeFileSync(
      join(folder, 'module.cjs'),
      `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'run'))}, '')`,
    );
    const names = [...new Set([...SECRETS, ...PROVIDERS_SECRETS])];
    const url = new URL(database.url);
    url.password = canaries.make('DATABASE_URL');
    const gateway = await Gateway.start({
      databaseUrl: url.toString(),
      masterKey: canaries.make('MASTER_KEY'),
      config: operatorsConfig(own, canaries),
      env: {
        ...Object.fromEntries(names.map((name) => [name, canaries.make(name)])),
        SALT_KEY: canaries.make('SALT_KEY'),
        LANGFUSE_HOST: own.origin,
        SLACK_WEBHOOK_URL: `${own.origin}/${canaries.make('SLACK_WEBHOOK_URL')}`,
        ...spy.env,
      },
    });
    const variables = [...names, 'MASTER_KEY', 'SALT_KEY', 'DATABASE_URL', 'SLACK_WEBHOOK_URL'];
    return new GuardedGateway(canaries, spy, own, foreign, database, gateway, variables, folder);
  }

  /** A model and two credentials of the operator, and a model of another team. */
  async keepSecrets(): Promise<readonly string[]> {
    const secret = (name: string): string => this.canaries.make(name);
    const credentials = ['one', 'bound'];
    const bound = { api_key: secret('a bound credential'), api_base: `${this.own.origin}/v1` };
    const values = [{ api_key: secret('a credential'), client_secret: secret('a secret of a client') }, bound];
    for (const [at, credential_name] of credentials.entries())
      await this.ask('POST /credentials', { credential_name, credential_values: values[at], credential_info: {} });
    const { team_id } = await this.ask<{ team_id: string }>('POST /team/new', { team_alias: 'other' });
    for (const [model_name, model_info] of [
      ['kept', {}],
      ['others', { team_id }],
    ] as const) {
      const api_key = secret(`the model ${model_name}`);
      const litellm_params = { model: 'openai/x', api_base: `${this.own.origin}/v1`, api_key };
      await this.ask('POST /model/new', { model_name, litellm_params, model_info });
    }
    await createKey(this.gateway, { team_id, key: secret('the key of another team') });
    return credentials;
  }

  ask<Body = Readonly<Record<string, unknown>>>(route: string, body: object): Promise<Body> {
    return askAdmin<Body>(this.gateway, route, body);
  }

  async close(): Promise<void> {
    await this.gateway.dispose();
    await this.database.drop();
    for (const host of [this.own, this.foreign]) host.stop();
    this.spy.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function operatorsConfig(own: ForeignHost, canaries: Canaries): object {
  const params = { model: 'openai/x', api_base: `${own.origin}/v1`, api_key: 'os.environ/OPERATORS_KEY' };
  return {
    model_list: [{ model_name: 'operators', litellm_params: params }],
    router_settings: { num_retries: 0 },
    litellm_settings: {
      success_callback: ['langfuse'],
      headers: { 'x-operators': canaries.make('litellm_settings.headers') },
      organization: canaries.make('litellm_settings.organization'),
    },
    general_settings: {
      allow_addresses_from_api: ['127.0.0.1'],
      allow_env_references_from_api: ['GROQ_API_KEY'],
    },
  };
}
