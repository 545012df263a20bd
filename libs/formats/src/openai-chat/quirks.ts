/** In what a provider differs from OpenAI's own service. Given when the format is built; no interface mentions it. */
export interface OpenAiChatQuirks {
  /** The provider's name in error texts (`openai`). */
  readonly provider: string;
  /** The member that bounds the output for a model, given the one the client used (if any). */
  readonly limitField: (model: string, clientField: string | undefined) => string;
  /** Parameters that the provider does not know: refused, or dropped under `drop_params`. */
  readonly unsupported?: readonly string[];
  /**
   * Parameters that some models of the provider refuse: dropped under `drop_params`, else sent, because the provider knows best
   * what its newest model takes.
   */
  readonly fragile?: (model: string, name: string, value: unknown) => boolean;
  /** The model takes `reasoning_effort`, so that another dialect's wish to think can be translated. */
  readonly takesEffort?: (model: string) => boolean;
  /** The member in which an assistant turn's reasoning is sent back; without one it is dropped. */
  readonly reasoningField?: 'reasoning_content' | 'reasoning';
  /** The provider keeps the caller's `metadata` with a stored answer. */
  readonly takesMetadata?: boolean;
  /** The provider knows `top_k`, also when another dialect's client sends it. */
  readonly takesTopK?: boolean;
  /** False for hosts that refuse `stream_options`. */
  readonly takesStreamOptions?: boolean;
}
