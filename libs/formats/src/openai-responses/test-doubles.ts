import type { Target } from '@tollgate/canonical';

/** A deployment without settings of its own, for specs. */
export const TARGET: Target = {
  deploymentId: 'd',
  group: 'g',
  provider: 'openai',
  model: 'some-model',
  litellmModel: 'openai/some-model',
  apiBase: 'https://api.openai.com/v1',
  extraHeaders: {},
  extraBody: {},
  dropParams: false,
  additionalDropParams: [],
  allowedOpenaiParams: [],
  defaults: {},
  forwardMetadata: false,
};

/** The one model of the specs that thinks. */
export function isReasoner(model: string): boolean {
  return model === 'reasoner';
}
