import { GatewayError } from '@tollgate/canonical';

/** LiteLLM's UnsupportedParamsError, word for word (transcript `chat-on-anthropic` step 5), without the router's suffix. */
export function unsupportedParameters(provider: string, model: string, names: readonly string[]): GatewayError {
  const list = `[${names.map((name) => `'${name}'`).join(', ')}]`;
  return new GatewayError('unsupported_parameter', {
    message:
      `litellm.UnsupportedParamsError: ${provider} does not support parameters: ${list}, for model=${model}. ` +
      'To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n. \n ' +
      `If you want to use these params dynamically send allowed_openai_params=${list} in your request.`,
  });
}
