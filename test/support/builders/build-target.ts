import type { Target } from '@tollgate/canonical';

/** A deployment without settings of its own. `litellmModel` is the provider and its model, as in a config: `openai/gpt-4o`. */
export function buildTarget(litellmModel: string, apiBase: string, changes: Partial<Target> = {}): Target {
  const slash = litellmModel.indexOf('/');
  return {
    deploymentId: 'd',
    group: 'g',
    provider: litellmModel.slice(0, slash),
    model: litellmModel.slice(slash + 1),
    litellmModel,
    apiBase,
    extraHeaders: {},
    extraBody: {},
    dropParams: false,
    additionalDropParams: [],
    allowedOpenaiParams: [],
    defaults: {},
    forwardMetadata: false,
    ...changes,
  };
}
