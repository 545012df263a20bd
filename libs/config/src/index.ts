export { readProcessEnvironment } from './environment.js';
export { EnvironmentReader } from './environment/environment-reader.js';
export { type Environment } from './environment/variables.js';
export { renderEnvExample } from './environment/render-env-example.js';
export { type Command, type Options } from './options/options.js';
export { parseOptions } from './options/parse-options.js';
export { renderHelp } from './options/render-help.js';
export { type ConfigProblem, describeProblems } from './problem.js';
export { type ConfigReport } from './file/read-config.js';
export { type ConfigCheck, checkConfig, renderConfigCheck } from './check-config.js';
export { type LoadedSettings, type SettingsInput, loadSettings } from './load-settings.js';
export { type LitellmParams, type ModelEntry, type ModelInfo } from './settings/model-entry.js';
export { type PriceFields } from './settings/price-fields.js';
export {
  type DeploymentDefaults,
  type LangfuseSettings,
  type MasterKeySettings,
  type ModelAlias,
  type ProcessSettings,
  type Settings,
} from './settings/settings.js';
export { type MasterKeyVerdict, isLoopback, judgeMasterKey } from './settings/judge-master-key.js';
export { isGatewayParam } from './keys/known-keys.js';
