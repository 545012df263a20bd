import type { Target } from '@tollgate/canonical';

const plain: Omit<Target, 'provider' | 'model' | 'litellmModel' | 'apiBase'> = {
  deploymentId: 'deployment',
  group: 'group',
  extraHeaders: {},
  extraBody: {},
  dropParams: false,
  additionalDropParams: [],
  allowedOpenaiParams: [],
  defaults: {},
  forwardMetadata: false,
};

/** A deployment of Anthropic's, without settings of its own. */
export const anthropicTarget: Target = {
  ...plain,
  provider: 'anthropic',
  model: 'claude-haiku-4-5',
  litellmModel: 'anthropic/claude-haiku-4-5',
  apiBase: 'https://api.anthropic.com',
};

/** A deployment of OpenAI's, without settings of its own. */
export const openaiTarget: Target = {
  ...plain,
  provider: 'openai',
  model: 'gpt-4o',
  litellmModel: 'openai/gpt-4o',
  apiBase: 'https://api.openai.com/v1',
};
