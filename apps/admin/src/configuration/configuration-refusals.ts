import { GatewayError } from '@tollgate/canonical';
import { RUNTIME_SETTINGS } from '@tollgate/config';

export function settingsNotKept(): GatewayError {
  return new GatewayError('bad_request', {
    message: 'Settings are not kept in the database here: general_settings.store_model_in_db is false.',
    param: 'None',
  });
}

/** A member that no process can change while it runs, or that leads somewhere: whoever could set it over HTTP could take the gateway over. */
export function operatorsAlone(section: string, name: string): GatewayError {
  const param = name === '' ? section : `${section}.${name}`;
  const names = RUNTIME_SETTINGS.filter((setting) => setting.section === section).map((setting) => setting.name);
  const others = names.length === 0 ? '' : ` Of ${section}, these are set over the API: ${names.join(', ')}.`;
  return new GatewayError('invalid_request', {
    message: `${param} is not set over the API: it is read from the operator's configuration file, at the start.${others}`,
    param,
  });
}

export function badSetting(section: string, name: string, problem: string): GatewayError {
  const param = `${section}.${name}`;
  return new GatewayError('invalid_request', { message: `${param}: ${problem}`, param });
}

export function unknownModel(param: string, models: readonly string[]): GatewayError {
  return new GatewayError('invalid_request', {
    message: `${param}: ${models.map((model) => `'${model}'`).join(', ')} is no model here.`,
    param,
  });
}

export function badFallback(problem: string): GatewayError {
  return new GatewayError('invalid_request', { message: problem, param: 'fallback_models' });
}

export function noFallback(model: string, type: string): GatewayError {
  return new GatewayError('not_found', {
    message: `No ${type} fallbacks configured for model '${model}'`,
    param: 'model',
  });
}

export function noSuchCallback(name: string): GatewayError {
  return new GatewayError('not_found', { message: `Callback '${name}' not found.`, param: 'callback_name' });
}

export function callbackOfFile(name: string): GatewayError {
  return new GatewayError('invalid_request', {
    message: `Callback '${name}' is named in the operator's configuration file, and is taken out there: it says where calls are told to.`,
    param: 'callback_name',
  });
}

/** As LiteLLM says it where it has no cache. */
export function noCache(): GatewayError {
  return new GatewayError('cache_not_served', {
    message: 'Cache not initialized: answers are not cached here.',
    param: 'cache',
  });
}

export function noPassThrough(): GatewayError {
  return new GatewayError('invalid_request', {
    message:
      'Pass-through endpoints are not served: no path is handed on to another address. What is reached as a model stands in model_list, with its api_base.',
    param: 'path',
  });
}

export function noCostConfig(name: string): GatewayError {
  return new GatewayError('invalid_request', {
    message: `litellm_settings.${name} is not served: a call is charged by the price of its model alone. Set what it is to cost in litellm_params, for instance input_cost_per_token.`,
    param: name,
  });
}
