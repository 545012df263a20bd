import type { Deployment, ProviderDescription } from '@tollgate/canonical';
import { type ConfigProblem, EnvironmentReader, type ModelEntry, type Settings } from '@tollgate/config';
import type { Clock, Outcome } from '@tollgate/kernel';
import { type CompiledSnapshot, compileSnapshot } from './compile/compile-snapshot.js';
import { PriceBook } from './prices/price-book.js';

const book = new PriceBook();
export const provider = (id: string, more: Partial<ProviderDescription> = {}): ProviderDescription => ({
  id,
  prefixes: [id],
  credentialFields: [{ name: 'api_key', environment: [`${id.toUpperCase()}_API_KEY`], required: true, secret: true }],
  defaultApiBase: `https://api.${id}.com/v1`,
  priceBookId: id,
  operations: ['chat'],
  litellm: { exception: id, errorText: 'message' },
  ...more,
});
const providers = [
  provider('openai', {
    apiBaseEnvironment: ['OPENAI_BASE_URL'],
    bareModels: ['gpt-*'],
    ambientModels: ['omni-moderation-latest'],
  }),
  provider('anthropic', { defaultApiBase: 'https://api.anthropic.com', bareModels: ['claude-*'] }),
  provider('cerebras', { unproven: true }),
  provider('mock', { credentialFields: [], selfHosted: true }),
];

export function entry(
  name: string,
  params: Partial<ModelEntry['params']> & { model: string },
  info: ModelEntry['info'] = {},
): ModelEntry {
  return { path: `model (${name})`, name, params, info };
}

export function settings(models: readonly ModelEntry[], more: Partial<Settings> = {}): Settings {
  return {
    models,
    unreadModels: [],
    modelOrigins: [],
    alerts: [],
    aliases: [],
    process: {} as Settings['process'],
    masterKey: { permitWeak: false },
    admin: {
      allowedEnvReferences: [],
      allowedAddresses: [],
      keepsModels: true,
      keys: {
        defaults: {},
        bounds: {},
        team: { required: [] },
        personal: { required: [] },
        teamOnly: false,
        checksAliases: false,
      },
      users: { defaults: {}, internal: {}, teams: [] },
      teams: {},
      timeZone: 'UTC',
      ui: { username: 'admin' },
    },
    defaults: {
      headers: {},
      tls: {},
      forwardsOrganization: false,
      dropParams: false,
      modifyParams: false,
      additionalDropParams: [],
      allowedOpenaiParams: [],
      forwardMetadata: false,
      enforceModelRateLimits: false,
    },
    router: {
      numRetries: 2,
      retryAfterMs: 0,
      timeouts: { connectMs: 5_000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 600_000 },
      fallbacks: { general: new Map(), max: 5 },
    },
    gateway: {
      budgetExceededStatus: 422,
      errorSuffix: 'litellm-1.106',
      budgetOutputFloor: 16,
      budgetWaitMs: 0,
      defaultMaxOutputTokens: 4_096,
    } as Settings['gateway'],
    sinks: [],
    langfuse: { host: 'https://langfuse', defaultTags: [] },
    environment: new EnvironmentReader({}),
    ...more,
  };
}

const NOVEMBER_2026: Clock = { now: () => Date.parse('2026-11-20'), monotonicMs: () => 0 };

export function compile(
  models: readonly ModelEntry[],
  more: Partial<Settings> = {},
  clock: Clock = NOVEMBER_2026,
): Outcome<CompiledSnapshot, readonly ConfigProblem[]> {
  return compileSnapshot({ settings: settings(models, more), providers, book, clock, version: 1 });
}

export function compiled(models: readonly ModelEntry[], more: Partial<Settings> = {}, clock?: Clock): CompiledSnapshot {
  const outcome = compile(models, more, clock);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

export const only = (models: readonly ModelEntry[], more: Partial<Settings> = {}): Deployment => {
  const { snapshot } = compiled(models, more);
  const [deployment] = [...snapshot.groups.values()].flat();
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
};
