interface ModelSettings {
  readonly name: string;
  /** Provider and name there: `openai/gpt-4o`. */
  readonly model: string;
  readonly apiBase: string;
  /** Dollars per token. */
  readonly inputCost?: number;
  readonly outputCost?: number;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly info?: Readonly<Record<string, unknown>>;
}

/** One row of `model_list`, with the provider's key `sk-upstream`. */
export function buildModel({ name, model, apiBase, inputCost, outputCost, params, info }: ModelSettings): object {
  return {
    model_name: name,
    litellm_params: {
      model,
      api_base: apiBase,
      api_key: 'sk-upstream',
      ...(inputCost !== undefined && { input_cost_per_token: inputCost }),
      ...(outputCost !== undefined && { output_cost_per_token: outputCost }),
      ...params,
    },
    ...(info !== undefined && { model_info: info }),
  };
}

/** A model of the same name at a provider of OpenAI's dialect, with its price in nano-dollars a token. */
export function buildChatModel(
  provider: { readonly url: string },
  name: string,
  price: { readonly inputNano: bigint; readonly outputNano: bigint },
  more: Pick<ModelSettings, 'params' | 'info'> = {},
): object {
  return buildModel({
    name,
    model: `openai/${name}`,
    apiBase: `${provider.url}/v1`,
    inputCost: Number(price.inputNano) / 1e9,
    outputCost: Number(price.outputNano) / 1e9,
    ...more,
  });
}

/** A config.yaml as a value; retries are off unless the sections say otherwise. */
export function buildConfig(models: readonly object[], sections: Readonly<Record<string, object>> = {}): object {
  return { model_list: models, router_settings: { num_retries: 0 }, ...sections };
}
